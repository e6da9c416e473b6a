package io.aiplat.gateway.api.chat;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.gateway.api.contract.ReadContext;
import io.aiplat.gateway.api.contract.RequestFields;
import io.aiplat.inference.chat.ToolDefinition;
import io.aiplat.inference.chat.Tools;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the tools a model may call, as OpenAI's chat names them.
public final class ChatToolReader {
    /// What a tool of one text takes, as a function.
    private static final String ONE_TEXT = """
            {"type":"object","properties":{"input":{"type":"string"}},"required":["input"],\
            "additionalProperties":false}""";

    private ChatToolReader() {}

    /// The tools, and whether the model may or must call them.
    static Tools read(RequestFields body, ReadContext reading) {
        boolean older = body.any("tool_choice") == null && body.any("function_call") != null;
        Chosen chosen = choice(body, older ? "function_call" : "tool_choice");
        List<ToolDefinition> tools = new ArrayList<>();
        for (RequestFields tool : body.objects("tools")) {
            ToolDefinition read = tool(tool, reading, chosen);
            if (read != null) {
                tools.add(read);
            }
        }
        // The older form of the same.
        for (RequestFields function : body.objects("functions")) {
            tools.add(function(function, reading, chosen, null));
        }
        Set<String> allowed = chosen.allowed;
        if (allowed != null) {
            tools.removeIf(tool -> !allowed.contains(tool.name()));
        }
        return checked(body, tools, chosen.choice);
    }

    /// Whether the client speaks of functions, as it did before there were tools.
    static boolean isOlder(RequestFields body) {
        return body.has("functions") && !body.has("tools");
    }

    /// The names of the tools that take one text.
    static Set<String> custom(RequestFields body) {
        Set<String> names = Set.of();
        JsonNode tools = body.any("tools");
        for (JsonNode tool : tools == null ? List.<JsonNode>of() : tools) {
            if ("custom".equals(tool.path("type").textValue()) && tool.has("custom")) {
                names = names.isEmpty() ? new HashSet<>() : names;
                names.add(tool.path("custom").path("name").asText());
            }
        }
        return names;
    }

    /// The tools with a choice that can be made among them.
    public static Tools checked(RequestFields body, List<ToolDefinition> tools, Tools.Choice choice) {
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

    /// A choice.
    ///
    /// @param allowed the only tools that are offered; null for all
    private record Chosen(Tools.Choice choice, @Nullable Set<String> allowed) {
        /// Whether the arguments of a call are bound to their schema, since the call is.
        boolean binds() {
            return !(choice instanceof Tools.Choice.Auto || choice instanceof Tools.Choice.None);
        }
    }

    private static Chosen choice(RequestFields body, String field) {
        JsonNode choice = body.any(field);
        if (choice == null || choice.isTextual()) {
            return new Chosen(word(body, choice == null ? "auto" : choice.textValue()), null);
        }
        RequestFields named = body.requiredObject(field);
        String type = named.text("type");
        if ("allowed_tools".equals(type)) {
            return allowed(named);
        }
        for (String holder : List.of("function", "custom")) {
            if (named.has(holder)) {
                named.only(Set.of("type", holder));
                RequestFields inner = named.requiredObject(holder);
                inner.only(Set.of("name"));
                return new Chosen(new Tools.Choice.Named(inner.requiredText("name")), null);
            }
        }
        if (named.has("name")) {
            return new Chosen(new Tools.Choice.Named(named.requiredText("name")), null);
        }
        if (type == null) {
            throw named.missing("type");
        }
        return switch (type) {
            case "auto", "none", "required", "any" -> new Chosen(word(body, type), null);
            default -> throw named.unsupported("type", "Only 'function', 'custom' and 'allowed_tools' are.");
        };
    }

    private static Chosen allowed(RequestFields choice) {
        RequestFields holder = choice.has("allowed_tools") ? choice.requiredObject("allowed_tools") : choice;
        Set<String> names = new HashSet<>();
        for (RequestFields tool : holder.objects("tools")) {
            names.add(described(tool).requiredText("name"));
        }
        String mode = holder.text("mode");
        return new Chosen(word(holder, mode == null ? "auto" : mode), names);
    }

    /// A choice that names no tool.
    public static Tools.Choice word(RequestFields body, String word) {
        return switch (word) {
            case "auto" -> new Tools.Choice.Auto();
            case "none" -> new Tools.Choice.None();
            // The second is what some other servers call it.
            case "required", "any" -> new Tools.Choice.Required();
            default -> throw body.invalid("tool_choice", "must be 'auto', 'none', 'required' or name a function");
        };
    }

    /// Null for a tool that the vendor's own server carries out: nobody has to call it, so it is left out and
    /// named.
    private static @Nullable ToolDefinition tool(RequestFields tool, ReadContext reading, Chosen chosen) {
        String type = tool.text("type");
        if ("custom".equals(type) && tool.has("custom")) {
            RequestFields custom = tool.requiredObject("custom");
            String description = custom.text("description");
            if (custom.has("format")) {
                custom.leaveOut("format");
            }
            return new ToolDefinition(
                    custom.requiredText("name"), description == null ? "" : description, ONE_TEXT, false, null);
        }
        if (type != null && !"function".equals(type)) {
            tool.leaveOut("type");
            return null;
        }
        RequestFields function = described(tool);
        if (function != tool) {
            tool.only(Set.of("type", "function", "cache_control"));
        }
        return function(function, reading, chosen, function == tool ? null : CacheControl.of(tool, reading));
    }

    /// Where a tool's name stands: in an object of its own, or beside its type.
    private static RequestFields described(RequestFields tool) {
        for (String holder : List.of("function", "custom")) {
            if (tool.has(holder)) {
                return tool.requiredObject(holder);
            }
        }
        return tool;
    }

    private static ToolDefinition function(
            RequestFields function, ReadContext reading, Chosen chosen, @Nullable String mark) {
        function.only(Set.of("type", "name", "description", "parameters", "strict", "cache_control"));
        ToolDefinition read = definition(function, "parameters");
        boolean strict = function.flag("strict");
        if (strict && !chosen.binds()) {
            function.leaveOut("strict");
        }
        String own = mark == null ? CacheControl.of(function, reading) : mark;
        return new ToolDefinition(read.name(), read.description(), read.parameters(), strict, own);
    }

    /// A tool from the fields that describe it.
    public static ToolDefinition definition(RequestFields function, String schema) {
        String description = function.text("description");
        RequestFields parameters = function.object(schema);
        return new ToolDefinition(
                function.requiredText("name"),
                description == null ? "" : description,
                parameters == null ? "{}" : parameters.toJson());
    }
}
