package io.aiplat.launcher.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// OpenAI's chat completions, as a [ScriptedModel] speaks them.
final class ScriptedChat implements ScriptedModel.Voice {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> ROLES = Set.of("system", "developer", "user", "assistant", "tool");

    @Override
    public List<String> wrong(JsonNode question) {
        List<String> wrong = new ArrayList<>();
        for (String name : tools(question)) {
            if (!name.matches("[a-zA-Z0-9_-]{1,64}")) {
                wrong.add("tools[].function.name: " + name);
            }
        }
        for (JsonNode tool : question.path("tools")) {
            if (!tool.path("type").asText().equals("function")) {
                wrong.add("tools[].type: " + tool.path("type"));
            }
        }
        Set<String> open = new HashSet<>();
        for (JsonNode message : question.path("messages")) {
            String role = message.path("role").asText();
            if (!ROLES.contains(role)) {
                wrong.add("messages[].role: " + role);
            }
            if (role.equals("tool") && !open.remove(message.path("tool_call_id").asText())) {
                wrong.add("a result without a call: " + message);
            }
            message.path("tool_calls").forEach(call -> open.add(call.path("id").asText()));
        }
        if (!open.isEmpty()) {
            wrong.add("calls without a result: " + open);
        }
        return wrong;
    }

    @Override
    public Set<String> tools(JsonNode question) {
        return ScriptedModel.texts(question.path("tools"), "/function/name");
    }

    @Override
    public int results(JsonNode question) {
        int results = 0;
        for (JsonNode message : question.path("messages")) {
            results += message.path("role").asText().equals("tool") ? 1 : 0;
        }
        return results;
    }

    @Override
    public String type(JsonNode question) {
        return question.path("stream").asBoolean() ? "text/event-stream" : "application/json";
    }

    @Override
    public String answer(JsonNode question, Play.Move move) {
        boolean streamed = question.path("stream").asBoolean();
        ObjectNode message = JSON.createObjectNode().put("role", "assistant");
        String reason = switch (move) {
            case Play.Say(String text) -> {
                message.put("content", text);
                yield "stop";
            }
            case Play.Call(String id, String tool, String arguments) -> {
                message.putNull("content");
                ObjectNode call = message.putArray("tool_calls").addObject();
                if (streamed) {
                    call.put("index", 0);
                }
                call.put("id", id).put("type", "function");
                call.putObject("function").put("name", tool).put("arguments", arguments);
                yield "tool_calls";
            }
        };
        if (!streamed) {
            ObjectNode whole = object(question, "chat.completion");
            choice(whole, "message", message).put("finish_reason", reason);
            usage(whole);
            return whole.toString();
        }
        ObjectNode begin = object(question, "chat.completion.chunk");
        choice(begin, "delta", message).putNull("finish_reason");
        ObjectNode end = object(question, "chat.completion.chunk");
        choice(end, "delta", JSON.createObjectNode()).put("finish_reason", reason);
        ObjectNode cost = object(question, "chat.completion.chunk");
        cost.putArray("choices");
        usage(cost);
        boolean counted = question.at("/stream_options/include_usage").asBoolean();
        return "data: " + begin + "\n\ndata: " + end + "\n\n" + (counted ? "data: " + cost + "\n\n" : "")
                + "data: [DONE]\n\n";
    }

    private static ObjectNode object(JsonNode question, String kind) {
        return JSON.createObjectNode()
                .put("id", "chatcmpl-scripted")
                .put("object", kind)
                .put("created", 1)
                .put("model", question.path("model").asText());
    }

    private static ObjectNode choice(ObjectNode object, String name, JsonNode content) {
        ArrayNode choices = object.putArray("choices");
        ObjectNode choice = choices.addObject().put("index", 0);
        choice.set(name, content);
        return choice;
    }

    private static void usage(ObjectNode object) {
        object.putObject("usage")
                .put("prompt_tokens", ScriptedModel.INPUT)
                .put("completion_tokens", ScriptedModel.OUTPUT)
                .put("total_tokens", ScriptedModel.INPUT + ScriptedModel.OUTPUT);
    }
}
