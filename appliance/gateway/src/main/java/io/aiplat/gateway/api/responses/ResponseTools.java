package io.aiplat.gateway.api.responses;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.aiplat.gateway.api.chat.ChatToolReader;
import io.aiplat.gateway.api.contract.RequestFields;
import io.aiplat.inference.chat.ToolCall;
import io.aiplat.inference.chat.ToolDefinition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The tools of a response, each as the function that a model is offered for it: functions as they are, those of a
/// namespace under joined names, tools of one text as functions with one text, and tools of a known shape that the
/// client runs itself (a shell, a patch, a search for tools) by that shape. Tools that a server would run are left
/// out and named, since the model is free not to call them.
public final class ResponseTools {
    /// Of a function's name, at OpenAI and at Anthropic.
    private static final int LONGEST_NAME = 64;

    private static final String SEPARATOR = "__";

    private static final Set<String> OF_FUNCTION = Set.of("type", "name", "description", "parameters", "strict");

    private static final String TEXT = "{\"type\":\"object\",\"properties\":{\"input\":{\"type\":\"string\"}},"
            + "\"required\":[\"input\"],\"additionalProperties\":false}";
    private static final String LOCAL_SHELL = """
            {"type":"object","properties":{"command":{"type":"array","items":{"type":"string"},\
            "description":"The program and its arguments."},"working_directory":{"type":"string"},\
            "timeout_ms":{"type":"integer"},"env":{"type":"object","additionalProperties":{"type":"string"}}},\
            "required":["command"]}""";
    private static final String SHELL = """
            {"type":"object","properties":{"commands":{"type":"array","items":{"type":"string"},\
            "description":"Command lines, run one after the other."},"timeout_ms":{"type":"integer"},\
            "max_output_length":{"type":"integer"}},"required":["commands"]}""";
    private static final String APPLY_PATCH = """
            {"type":"object","properties":{"type":{"type":"string","enum":["create_file","update_file",\
            "delete_file"]},"path":{"type":"string"},"diff":{"type":"string","description":"The file's lines, each\
             after a plus, where it is created; a V4A diff where it is updated; nothing where it is deleted."}},\
            "required":["type","path"]}""";
    private static final String SEARCH =
            "{\"type\":\"object\",\"properties\":{\"query\":{\"type\":\"string\"}}," + "\"required\":[\"query\"]}";

    private final List<ToolDefinition> offered = new ArrayList<>();
    private final List<RequestFields> shown = new ArrayList<>();
    private final Map<String, ResponseTool> byFunction = new HashMap<>();
    private final Map<ResponseTool, String> functions = new HashMap<>();
    private boolean leftOut;

    private ResponseTools() {}

    /// Reads those of a request, and those that have turned up in its conversation.
    public static ResponseTools read(RequestFields body) {
        ResponseTools tools = new ResponseTools();
        for (RequestFields tool : body.objects("tools")) {
            if (tools.add(tool)) {
                tools.shown.add(tool);
            }
        }
        if (body.any("input") instanceof ArrayNode) {
            for (RequestFields item : body.objects("input")) {
                if (item.isText("type", "additional_tools") || item.isText("type", "tool_search_output")) {
                    item.objects("tools").forEach(tools::add);
                }
            }
        }
        return tools;
    }

    /// What a model is offered.
    List<ToolDefinition> offered() {
        return offered;
    }

    /// The tools as the client has declared them, without those that were left out.
    List<RequestFields> shown() {
        return shown;
    }

    /// Whether tools were left out because a server would have to run them.
    boolean hasLeftOut() {
        return leftOut;
    }

    /// The item that the client gets for a call.
    ResponseItem item(ToolCall call) {
        ResponseTool tool = byFunction.get(call.name());
        return tool == null ? new ResponseItem.FunctionCall(call, call.name(), null) : tool.item(call);
    }

    /// The function that stands for a tool; null where it is not offered.
    @Nullable
    String function(ResponseTool tool) {
        return functions.get(tool);
    }

    /// The function that stands for a tool of the client's own, declared or, in the conversation, not any more.
    ///
    /// @param namespace null for none, or where the client does not say it
    String function(@Nullable String namespace, String name) {
        String function = functions.get(new ResponseTool.Function(name, namespace));
        if (function == null) {
            function = functions.get(new ResponseTool.Custom(name, namespace));
        }
        if (function == null && namespace == null && !byFunction.containsKey(name)) {
            function = inSomeNamespace(name);
        }
        return function == null ? joined(namespace, name) : function;
    }

    private @Nullable String inSomeNamespace(String name) {
        return functions.entrySet().stream()
                .filter(each ->
                        each.getKey().namespace() != null && each.getKey().equals(likewise(each.getKey(), name)))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    /// The tool of the same kind and place under a name.
    private static ResponseTool likewise(ResponseTool tool, String name) {
        return switch (tool) {
            case ResponseTool.Function(var _, String namespace) -> new ResponseTool.Function(name, namespace);
            case ResponseTool.Custom(var _, String namespace) -> new ResponseTool.Custom(name, namespace);
            case ResponseTool.LocalShell _, ResponseTool.Shell _, ResponseTool.ApplyPatch _, ResponseTool.Search _ ->
                tool;
        };
    }

    /// The functions that stand for the tools of a namespace.
    List<String> ofNamespace(String namespace) {
        return functions.entrySet().stream()
                .filter(each -> namespace.equals(each.getKey().namespace()))
                .map(Map.Entry::getValue)
                .toList();
    }

    /// @return false if it was left out
    private boolean add(RequestFields tool) {
        String type = tool.requiredText("type");
        switch (type) {
            case "function" -> function(tool, null, "");
            case "custom" -> custom(tool, null, "");
            case "namespace" -> namespace(tool);
            case "local_shell" ->
                offer(
                        new ResponseTool.LocalShell(),
                        ResponseTool.LocalShell.NAME,
                        "Runs a command on the user's machine.",
                        LOCAL_SHELL);
            case "shell" -> {
                RequestFields where = tool.object("environment");
                if (where != null && !where.isText("type", "local")) {
                    return leaveOut(tool, type);
                }
                offer(new ResponseTool.Shell(), ResponseTool.Shell.NAME, "Runs commands in a shell.", SHELL);
            }
            case "apply_patch" ->
                offer(
                        new ResponseTool.ApplyPatch(),
                        ResponseTool.ApplyPatch.NAME,
                        "Creates, updates or deletes a file.",
                        APPLY_PATCH);
            case "tool_search" -> {
                if (!tool.isText("execution", "client")) {
                    return leaveOut(tool, type);
                }
                String description = tool.text("description");
                RequestFields parameters = tool.object("parameters");
                offer(
                        new ResponseTool.Search(),
                        ResponseTool.Search.NAME,
                        description == null ? "Finds tools that are not listed." : description,
                        parameters == null ? SEARCH : parameters.toJson());
            }
            default -> {
                return leaveOut(tool, type);
            }
        }
        return true;
    }

    private boolean leaveOut(RequestFields tool, String type) {
        tool.leaveOut(type);
        leftOut = true;
        return false;
    }

    private void namespace(RequestFields group) {
        String name = group.requiredText("name");
        String description = group.text("description");
        // The model reads it once, at the first of them.
        String about = description == null || description.isEmpty() ? "" : name + ": " + description + "\n";
        for (RequestFields tool : group.objects("tools")) {
            String type = tool.requiredText("type");
            switch (type) {
                case "function" -> function(tool, name, about);
                case "custom" -> custom(tool, name, about);
                default -> {
                    leaveOut(tool, type);
                    continue;
                }
            }
            about = "";
        }
    }

    /// `strict` is this API's default and so no wish; the answer says that it is not kept.
    private void function(RequestFields tool, @Nullable String namespace, String about) {
        tool.only(OF_FUNCTION);
        ToolDefinition definition = ChatToolReader.definition(tool, "parameters");
        offer(
                new ResponseTool.Function(definition.name(), namespace),
                joined(namespace, definition.name()),
                about + definition.description(),
                definition.parameters());
    }

    /// Nothing here binds a text to a grammar, so the model is told it.
    private void custom(RequestFields tool, @Nullable String namespace, String about) {
        tool.only(Set.of("type", "name", "description", "format"));
        String name = tool.requiredText("name");
        String description = tool.text("description");
        StringBuilder all = new StringBuilder(about).append(description == null ? "" : description);
        RequestFields format = tool.object("format");
        String grammar = format == null ? null : format.text("definition");
        if (format != null && grammar != null) {
            tool.leaveOut("format");
            String syntax = format.text("syntax");
            all.append("\nThe input follows this grammar")
                    .append(syntax == null ? "" : " (" + syntax + ")")
                    .append(":\n")
                    .append(grammar);
        }
        offer(new ResponseTool.Custom(name, namespace), joined(namespace, name), all.toString(), TEXT);
    }

    private void offer(ResponseTool tool, String wanted, String description, String parameters) {
        if (functions.containsKey(tool)) {
            return;
        }
        String name = wanted;
        for (int i = 2; byFunction.containsKey(name); i++) {
            name = shortened(wanted + "_" + i);
        }
        byFunction.put(name, tool);
        functions.put(tool, name);
        offered.add(new ToolDefinition(name, description, parameters));
    }

    /// The name of a tool with its namespace, such as a function may have.
    private static String joined(@Nullable String namespace, String name) {
        if (namespace == null || namespace.isEmpty()) {
            return name;
        }
        String all = (namespace.endsWith(SEPARATOR) ? namespace : namespace + SEPARATOR) + name;
        return shortened(all.replaceAll("[^A-Za-z0-9_-]", "_"));
    }

    private static String shortened(String name) {
        if (name.length() <= LONGEST_NAME) {
            return name;
        }
        String rest = "_" + HexFormat.of().toHexDigits(name.hashCode());
        return name.substring(0, LONGEST_NAME - rest.length()) + rest;
    }
}
