package io.aiplat.gateway.api.messages;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.gateway.api.chat.ChatToolReader;
import io.aiplat.gateway.api.contract.RequestFields;
import io.aiplat.gateway.api.messages.AnthropicTurns.ToolChange;
import io.aiplat.inference.chat.ToolDefinition;
import io.aiplat.inference.chat.Tools;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the tool definitions of Anthropic's clients. A tool that the client carries out is a function, also where
/// its schema is Anthropic's ([ClientTools]); one that only Anthropic's servers carry out is left out and named,
/// unless the client forces it.
final class AnthropicTools {
    /// What is taken of a tool. `defer_loading`, `eager_input_streaming`, `input_examples`, `allowed_callers`,
    /// `strict` and `cache_control` are hints: the tool can be called without them.
    private static final Set<String> TAKEN = Set.of("type", "name", "description", "input_schema");

    private AnthropicTools() {}

    /// The tools and the choice among them.
    ///
    /// @param changes tools that come and go in the middle of the conversation
    static Tools read(RequestFields body, List<ToolChange> changes) {
        Map<String, ToolDefinition> known = new LinkedHashMap<>();
        List<String> servers = new ArrayList<>();
        for (RequestFields tool : body.objects("tools")) {
            add(tool, known, servers);
        }
        Map<String, ToolDefinition> offered = changes.isEmpty() ? known : changed(known, changes, servers);
        return chosen(body, List.copyOf(offered.values()), servers);
    }

    private static Map<String, ToolDefinition> changed(
            Map<String, ToolDefinition> known, List<ToolChange> changes, List<String> servers) {
        Map<String, ToolDefinition> offered = new LinkedHashMap<>(known);
        for (ToolChange change : changes) {
            RequestFields definition = change.definition();
            if (definition != null) {
                add(definition, known, servers);
            }
            ToolDefinition tool = known.get(change.name());
            if (change.added() && tool != null) {
                offered.put(change.name(), tool);
            } else {
                offered.remove(change.name());
            }
        }
        return offered;
    }

    /// Of two tools of one name the later holds.
    private static void add(RequestFields tool, Map<String, ToolDefinition> to, List<String> servers) {
        String type = tool.text("type");
        ToolDefinition own = type == null || type.equals("custom") || tool.has("input_schema")
                ? own(tool)
                : ClientTools.of(tool, type);
        if (own != null) {
            to.put(own.name(), own);
            return;
        }
        String name = tool.word("name");
        servers.add(name == null ? String.valueOf(type) : name);
        tool.leaveOut(String.valueOf(type));
    }

    private static ToolDefinition own(RequestFields tool) {
        tool.only(TAKEN);
        String description = tool.text("description");
        RequestFields schema = tool.object("input_schema");
        return new ToolDefinition(
                tool.requiredText("name"),
                description == null ? "" : description,
                schema == null ? "{}" : schema.toJson());
    }

    private static Tools chosen(RequestFields body, List<ToolDefinition> offered, List<String> servers) {
        RequestFields choice = body.object("tool_choice");
        if (choice == null) {
            return Tools.offered(offered);
        }
        choice.only(Set.of("type", "name", "disable_parallel_tool_use"));
        Tools.Choice wanted = wanted(choice, offered, servers);
        return new Tools(
                ChatToolReader.checked(body, offered, wanted).offered(),
                wanted,
                !choice.flag("disable_parallel_tool_use"));
    }

    private static Tools.Choice wanted(RequestFields choice, List<ToolDefinition> offered, List<String> servers) {
        String type = choice.requiredText("type");
        switch (type) {
            case "auto" -> {
                return new Tools.Choice.Auto();
            }
            case "none" -> {
                return new Tools.Choice.None();
            }
            case "any" -> {
                if (!offered.isEmpty() || servers.isEmpty()) {
                    return new Tools.Choice.Required();
                }
                choice.cannot("type", "Only Anthropic's servers carry out the tools that are offered.");
                return new Tools.Choice.Auto();
            }
            case "tool" -> {
                String name = choice.requiredText("name");
                if (!servers.contains(name)) {
                    return new Tools.Choice.Named(name);
                }
                choice.cannot("name", "Only Anthropic's servers carry out that tool.");
                return new Tools.Choice.Auto();
            }
            default -> throw choice.invalid("type", "must be 'auto', 'any', 'tool' or 'none'");
        }
    }

    /// A number of a tool's definition, for its description; null where it has none.
    static @Nullable String number(RequestFields tool, String name) {
        JsonNode value = tool.any(name);
        return value == null || !value.isNumber() ? null : value.asText();
    }
}
