package io.aiplat.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.models.ToolDefinition;
import io.aiplat.models.Tools;
import java.util.List;
import java.util.Set;

/// Reads the tools a model may call.
final class ToolReader {
    private ToolReader() {}

    /// The tools, and whether the model may call them.
    static Tools read(Fields body) {
        List<ToolDefinition> tools =
                body.objects("tools").stream().map(ToolReader::tool).toList();
        JsonNode choice = body.any("tool_choice");
        if (choice == null || "auto".equals(choice.textValue())) {
            return Tools.offered(tools);
        }
        if ("none".equals(choice.textValue())) {
            return new Tools(tools, new Tools.Choice.None(), true);
        }
        // No engine here can force a model to call.
        throw body.unsupported("tool_choice", "Use 'auto' or 'none'.");
    }

    private static ToolDefinition tool(Fields tool) {
        if (!"function".equals(tool.requiredText("type"))) {
            throw tool.unsupported("type", "Only 'function' is.");
        }
        tool.only(Set.of("type", "function"));
        Fields function = tool.requiredObject("function");
        function.only(Set.of("name", "description", "parameters", "strict"));
        if (function.flag("strict")) {
            throw function.unsupported("strict", "No engine here can bind arguments to their schema.");
        }
        String description = function.text("description");
        Fields parameters = function.object("parameters");
        return new ToolDefinition(
                function.requiredText("name"),
                description == null ? "" : description,
                parameters == null ? "{}" : parameters.toJson());
    }
}
