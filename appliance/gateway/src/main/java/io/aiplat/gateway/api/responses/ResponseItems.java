package io.aiplat.gateway.api.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.aiplat.gateway.api.contract.ApiJson;
import io.aiplat.gateway.api.contract.ReadContext;
import io.aiplat.gateway.api.contract.RequestFields;
import io.aiplat.inference.chat.ChatMessage;
import io.aiplat.inference.chat.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the input of a response. What the assistant said and the calls that follow are items there; here
/// they are one turn. Nothing that the model has answered already makes a request fail: what nobody here can tell
/// the model is left out and named. Only what stands for contents that are somewhere else is refused.
final class ResponseItems {
    private static final Set<String> OF_MODEL = Set.of(
            "function_call",
            "custom_tool_call",
            "local_shell_call",
            "shell_call",
            "apply_patch_call",
            "tool_search_call",
            "reasoning");

    private final ResponseTools tools;
    private final ReadContext reading;
    private final ResponseTurns turns = new ResponseTurns();
    private final int answered;
    private int unnamed;

    private ResponseItems(ResponseTools tools, ReadContext reading, int answered) {
        this.tools = tools;
        this.reading = reading;
        this.answered = answered;
    }

    static List<ChatMessage> read(RequestFields body, ResponseTools tools, ReadContext reading) {
        JsonNode input = body.any("input");
        if (input == null) {
            throw body.missing("input");
        }
        if (input.isTextual()) {
            return List.of(ChatMessage.text("user", input.textValue()));
        }
        List<RequestFields> items = body.objects("input");
        if (items.isEmpty()) {
            throw body.invalid("input", "must have at least one item");
        }
        ResponseItems read = new ResponseItems(tools, reading, answered(items));
        for (int i = 0; i < items.size(); i++) {
            read.item(items.get(i), i < read.answered);
        }
        List<ChatMessage> messages = read.turns.end();
        if (messages.isEmpty()) {
            throw body.invalid("input", "must say something");
        }
        return messages;
    }

    /// How many items at the beginning the model has answered already.
    private static int answered(List<RequestFields> items) {
        for (int i = items.size(); i > 0; i--) {
            RequestFields item = items.get(i - 1);
            JsonNode type = item.any("type");
            if (item.isText("role", "assistant") || (type != null && OF_MODEL.contains(type.asText()))) {
                return i;
            }
        }
        return 0;
    }

    private void item(RequestFields item, boolean past) {
        String type = item.text("type");
        if (type == null) {
            type = item.has("id") && !item.has("role") && !item.has("content") ? "item_reference" : "message";
        }
        switch (type) {
            case "message" -> message(item, past);
            case "function_call" -> call(item, arguments(item.any("arguments")));
            case "custom_tool_call" -> call(item, object(ResponseTool.INPUT, item.any("input")));
            case "local_shell_call" ->
                call(item, new ResponseTool.LocalShell(), ResponseTool.LocalShell.NAME, item.any("action"));
            case "shell_call" -> call(item, new ResponseTool.Shell(), ResponseTool.Shell.NAME, item.any("action"));
            case "apply_patch_call" ->
                call(item, new ResponseTool.ApplyPatch(), ResponseTool.ApplyPatch.NAME, item.any("operation"));
            case "tool_search_call" ->
                call(item, new ResponseTool.Search(), ResponseTool.Search.NAME, item.any("arguments"));
            case "function_call_output", "custom_tool_call_output", "local_shell_call_output" -> output(item, past);
            case "shell_call_output" -> turns.output(id(item), shell(item));
            case "apply_patch_call_output" -> turns.output(id(item), said(item, "status") + said(item, "output"));
            case "tool_search_output" -> turns.output(id(item), found(item));
            case "mcp_call" -> ofServer(item);
            case "code_interpreter_call" -> say("assistant", said(item, "code") + said(item, "outputs"));
            case "reasoning" -> thoughts(item);
            // Read with the tools.
            case "additional_tools" -> {}
            case "item_reference" -> throw item.unsupported("id", "Nothing is stored; send the item itself.");
            case "compaction", "context_compaction", "compaction_summary" ->
                throw item.unsupported("type", "Only who has written it can read it; send the items themselves.");
            case "compaction_trigger" -> throw item.unsupported("type", "Nothing here makes a conversation shorter.");
            default -> other(item, type);
        }
    }

    /// Sums of thoughts and what is encrypted are of no use to another server than the one that has written them.
    private void thoughts(RequestFields item) {
        if (item.any("content") instanceof ArrayNode parts) {
            for (JsonNode part : parts) {
                turns.think(part.path("text").asText());
            }
        }
    }

    private void message(RequestFields item, boolean past) {
        String role = item.requiredText("role");
        ResponseContent content = ResponseContent.read(item, "content", past, reading);
        item.only(Set.of("type", "role", "content", "id", "status", "phase", "tool_calls", "tool_call_id"));
        if (item.any("tool_call_id") instanceof TextNode call) {
            turns.output(call.textValue(), content.as("tool"));
            return;
        }
        said(item, role, content, past);
        // As OpenAI's chat has them.
        for (RequestFields call : item.objects("tool_calls")) {
            RequestFields function = call.object("function");
            if (function != null) {
                String name = tools.function(null, said(function, "name").strip());
                turns.call(new ToolCall(id(call), name, arguments(function.any("arguments"))));
            }
        }
    }

    private void said(RequestFields item, String role, ResponseContent content, boolean past) {
        if (content.isEmpty()) {
            return;
        }
        String known = switch (role) {
            case "assistant" -> "assistant";
            case "system", "developer" -> "system";
            default -> "user";
        };
        if (!content.shows() || known.equals("user")) {
            turns.say(content.as(known));
        } else if (past) {
            item.leaveOut("content");
            say(known, content.text());
        } else {
            throw item.unsupported("content", "Only user messages can show pictures and documents.");
        }
    }

    private void say(String role, String text) {
        if (!text.isBlank()) {
            turns.say(ChatMessage.text(role, text));
        }
    }

    /// A call of a tool that has a name of the client's.
    private void call(RequestFields item, String arguments) {
        item.only(Set.of(
                "type", "id", "call_id", "name", "namespace", "arguments", "input", "status", "caller", "async"));
        String name = item.any("name") == null ? "" : said(item, "name").strip();
        JsonNode space = item.any("namespace");
        String function = tools.function(space == null ? null : space.asText(), name.isEmpty() ? "unnamed" : name);
        turns.call(new ToolCall(id(item), function, arguments));
    }

    /// A call of a tool that has a shape of its own.
    private void call(RequestFields item, ResponseTool tool, String usual, @Nullable JsonNode asked) {
        String function = tools.function(tool);
        turns.call(new ToolCall(id(item), function == null ? usual : function, arguments(asked)));
    }

    /// What links a call and its output. Some clients have lost it.
    private String id(RequestFields item) {
        for (String name : List.of("call_id", "id")) {
            JsonNode id = item.any(name);
            if (id != null && id.isTextual() && !id.textValue().isEmpty()) {
                return id.textValue();
            }
        }
        unnamed++;
        return "call_" + unnamed;
    }

    /// The arguments of a call as a JSON object. What a model has not written to its end is told as it stands.
    private static String arguments(@Nullable JsonNode arguments) {
        if (arguments == null) {
            return "{}";
        }
        if (!arguments.isTextual()) {
            return arguments.isObject() ? arguments.toString() : object("arguments", arguments);
        }
        String text = arguments.textValue();
        if (text.isBlank()) {
            return "{}";
        }
        return ApiJson.object(text) == null ? object("arguments", arguments) : text;
    }

    private static String object(String name, @Nullable JsonNode value) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        if (value == null) {
            object.put(name, "");
        } else {
            object.set(name, value);
        }
        return object.toString();
    }

    private void output(RequestFields item, boolean past) {
        item.only(Set.of("type", "id", "call_id", "name", "namespace", "output", "status", "caller"));
        JsonNode output = item.any("output");
        if (output != null && output.isObject()) {
            turns.output(id(item), output.toString());
            return;
        }
        ResponseContent content = ResponseContent.read(item, "output", past, reading);
        turns.output(id(item), content.as("tool"));
    }

    private static String shell(RequestFields item) {
        JsonNode output = item.any("output");
        if (output == null || !output.isArray()) {
            return said(item, "output");
        }
        StringBuilder all = new StringBuilder();
        for (JsonNode one : output) {
            all.append(one.path("stdout").asText()).append(one.path("stderr").asText());
            JsonNode outcome = one.path("outcome");
            if (outcome.has("exit_code")) {
                all.append("\nexit code ").append(outcome.path("exit_code").asText());
            } else if (outcome.has("type")) {
                all.append('\n').append(outcome.path("type").asText());
            }
            all.append('\n');
        }
        return all.toString();
    }

    /// The tools themselves are offered from here on.
    private static String found(RequestFields item) {
        List<String> names = new ArrayList<>();
        for (RequestFields tool : item.objects("tools")) {
            names.add(said(tool, "name").strip());
        }
        return "Tools found: " + String.join(", ", names);
    }

    /// What a server had done for the model was a call all the same.
    private void ofServer(RequestFields item) {
        String id = id(item);
        turns.call(new ToolCall(id, said(item, "name").strip(), arguments(item.any("arguments"))));
        turns.output(id, said(item, "output") + said(item, "error"));
    }

    /// A value as a text with the end of its line; empty for none.
    private static String said(RequestFields item, String name) {
        JsonNode value = item.any(name);
        return value == null ? "" : (value.isTextual() ? value.textValue() : value.toString()) + "\n";
    }

    /// Of an item that is newer than this, what it says counts; one that says nothing is left out.
    private void other(RequestFields item, String type) {
        ResponseContent content = ResponseContent.read(item, "content", true, reading);
        if (!content.isEmpty()) {
            turns.say(content.as("user"));
        } else if (item.any("text") != null) {
            say("user", said(item, "text"));
        } else {
            item.leaveOut(type);
        }
    }
}
