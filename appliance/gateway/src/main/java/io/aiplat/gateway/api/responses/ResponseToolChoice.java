package io.aiplat.gateway.api.responses;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.gateway.api.chat.ChatToolReader;
import io.aiplat.gateway.api.contract.RequestFields;
import io.aiplat.inference.chat.ToolDefinition;
import io.aiplat.inference.chat.Tools;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads which of its tools a response may or must call.
final class ResponseToolChoice {
    private static final String INSTEAD =
            "No tool runs here; the client runs its own, of the types 'function' and 'custom'.";

    private ResponseToolChoice() {}

    static Tools read(RequestFields body, ResponseTools tools) {
        JsonNode choice = body.any("tool_choice");
        if (choice == null || choice.isTextual()) {
            String word = choice == null ? "auto" : choice.textValue();
            return ofAll(body, tools.offered(), ChatToolReader.word(body, word), tools);
        }
        RequestFields named = body.requiredObject("tool_choice");
        String type = named.requiredText("type");
        if (type.equals("allowed_tools")) {
            named.only(Set.of("type", "mode", "tools"));
            String mode = named.text("mode");
            Tools.Choice wanted = ChatToolReader.word(body, mode == null ? "auto" : mode);
            return ofAll(body, allowed(named, tools), wanted, tools);
        }
        String function = function(named, type, tools);
        if (function == null) {
            named.cannot("type", INSTEAD);
            return ChatToolReader.checked(body, tools.offered(), new Tools.Choice.Auto());
        }
        return ChatToolReader.checked(body, tools.offered(), new Tools.Choice.Named(function));
    }

    /// A model that must call one of none cannot; one that must call a server's tool, or one of its own, cannot
    /// either where only those are left.
    private static Tools ofAll(
            RequestFields body, List<ToolDefinition> offered, Tools.Choice wanted, ResponseTools tools) {
        if (wanted instanceof Tools.Choice.Required && offered.isEmpty() && tools.hasLeftOut()) {
            body.cannot("tool_choice", INSTEAD);
            return ChatToolReader.checked(body, offered, new Tools.Choice.Auto());
        }
        return ChatToolReader.checked(body, offered, wanted);
    }

    private static List<ToolDefinition> allowed(RequestFields choice, ResponseTools tools) {
        Set<String> functions = new HashSet<>();
        for (RequestFields tool : choice.objects("tools")) {
            String type = tool.requiredText("type");
            String function = function(tool, type, tools);
            if (function != null) {
                functions.add(function);
            } else if (type.equals("namespace")) {
                functions.addAll(tools.ofNamespace(tool.requiredText("name")));
            } else {
                tool.leaveOut(type);
            }
        }
        return tools.offered().stream()
                .filter(tool -> functions.contains(tool.name()))
                .toList();
    }

    /// The function that stands for the tool that is meant; null where none does.
    private static @Nullable String function(RequestFields tool, String type, ResponseTools tools) {
        return switch (type) {
            case "function", "custom" -> {
                // As OpenAI's chat has it.
                RequestFields inside = tool.any(type) == null ? tool : tool.requiredObject(type);
                yield tools.function(inside.text("namespace"), inside.requiredText("name"));
            }
            case "local_shell" -> tools.function(new ResponseTool.LocalShell());
            case "shell" -> tools.function(new ResponseTool.Shell());
            case "apply_patch" -> tools.function(new ResponseTool.ApplyPatch());
            case "tool_search" -> tools.function(new ResponseTool.Search());
            default -> null;
        };
    }
}
