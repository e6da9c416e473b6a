package io.aiplat.gateway.surface;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.models.ToolDefinition;
import io.aiplat.models.Tools;
import java.util.List;
import java.util.Set;

/// Reads the tools a model may call, as OpenAI's chat names them.
final class ChatToolReader {
    private ChatToolReader() {}

    /// The tools, and whether the model may or must call them.
    static Tools read(Fields body) {
        List<ToolDefinition> tools =
                body.objects("tools").stream().map(ChatToolReader::tool).toList();
        return checked(body, tools, choice(body));
    }

    /// The tools with a choice that can be made among them.
    static Tools checked(Fields body, List<ToolDefinition> tools, Tools.Choice choice) {
        boolean parallel = body.any("parallel_tool_calls") == null || body.flag("parallel_tool_calls");
        switch (choice) {
            case Tools.Choice.Auto _, Tools.Choice.None _ -> {}
            case Tools.Choice.Required _ -> {
                if (tools.isEmpty()) {
                    throw body.invalid("tool_choice", "needs 'tools' to choose from");
                }
            }
            case Tools.Choice.Named(String name) -> {
                if (tools.stream().noneMatch(tool -> tool.name().equals(name))) {
                    throw body.invalid("tool_choice", "must name one of 'tools'");
                }
            }
        }
        return new Tools(tools, choice, parallel);
    }

    private static Tools.Choice choice(Fields body) {
        JsonNode choice = body.any("tool_choice");
        if (choice == null || choice.isTextual()) {
            return word(body, choice == null ? "auto" : choice.textValue());
        }
        Fields named = body.requiredObject("tool_choice");
        if (!"function".equals(named.requiredText("type"))) {
            throw named.unsupported("type", "Only 'function' is.");
        }
        named.only(Set.of("type", "function"));
        Fields function = named.requiredObject("function");
        function.only(Set.of("name"));
        return new Tools.Choice.Named(function.requiredText("name"));
    }

    /// A choice that names no tool.
    static Tools.Choice word(Fields body, String word) {
        return switch (word) {
            case "auto" -> new Tools.Choice.Auto();
            case "none" -> new Tools.Choice.None();
            case "required" -> new Tools.Choice.Required();
            default -> throw body.invalid("tool_choice", "must be 'auto', 'none', 'required' or name a function");
        };
    }

    private static ToolDefinition tool(Fields tool) {
        if (!"function".equals(tool.requiredText("type"))) {
            throw tool.unsupported("type", "Only 'function' is.");
        }
        tool.only(Set.of("type", "function"));
        Fields function = tool.requiredObject("function");
        function.only(Set.of("name", "description", "parameters", "strict"));
        if (function.flag("strict")) {
            function.cannot("strict", "No engine here can bind arguments to their schema.");
        }
        return definition(function, "parameters");
    }

    /// A tool from the fields that describe it.
    static ToolDefinition definition(Fields function, String schema) {
        String description = function.text("description");
        Fields parameters = function.object(schema);
        return new ToolDefinition(
                function.requiredText("name"),
                description == null ? "" : description,
                parameters == null ? "{}" : parameters.toJson());
    }
}
