package io.aiplat.launcher.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Ollama's own API, as a [ScriptedModel] speaks it.
final class ScriptedOllama implements ScriptedModel.Voice {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public List<String> wrong(JsonNode question) {
        List<String> wrong = new ArrayList<>();
        for (JsonNode message : question.path("messages")) {
            if (!message.path("content").isTextual() && !message.path("content").isMissingNode()) {
                wrong.add("messages[].content is no string: " + message);
            }
            for (JsonNode call : message.path("tool_calls")) {
                if (!call.at("/function/arguments").isObject()) {
                    wrong.add("arguments are no object: " + call);
                }
            }
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
        return "application/x-ndjson";
    }

    @Override
    public String answer(JsonNode question, Play.Move move) {
        ObjectNode message = JSON.createObjectNode().put("role", "assistant");
        switch (move) {
            case Play.Say(String text) -> message.put("content", text);
            case Play.Call call -> {
                message.put("content", "");
                ObjectNode function = message.putArray("tool_calls").addObject().putObject("function");
                function.put("name", call.tool()).set("arguments", Play.arguments(call));
            }
        }
        ObjectNode said = line(message);
        if (!question.path("stream").asBoolean(true)) {
            return end(said).toString();
        }
        ObjectNode last =
                end(line(JSON.createObjectNode().put("role", "assistant").put("content", "")));
        return said.put("done", false) + "\n" + last + "\n";
    }

    private static ObjectNode line(ObjectNode message) {
        ObjectNode line =
                JSON.createObjectNode().put("model", ScriptedModel.MODEL).put("created_at", "2026-01-01T00:00:00Z");
        line.set("message", message);
        return line;
    }

    private static ObjectNode end(ObjectNode line) {
        return line.put("done", true)
                .put("done_reason", "stop")
                .put("prompt_eval_count", ScriptedModel.INPUT)
                .put("eval_count", ScriptedModel.OUTPUT);
    }
}
