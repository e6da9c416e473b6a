package io.aiplat.launcher.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Anthropic's messages, as a [ScriptedModel] speaks them.
final class ScriptedMessages implements ScriptedModel.Voice {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public List<String> wrong(JsonNode question) {
        List<String> wrong = new ArrayList<>();
        if (!question.path("max_tokens").isIntegralNumber()) {
            wrong.add("max_tokens: field required");
        }
        for (String name : tools(question)) {
            if (!name.matches("[a-zA-Z0-9_-]{1,128}")) {
                wrong.add("tools.name: " + name);
            }
        }
        Set<String> open = new HashSet<>();
        for (JsonNode message : question.path("messages")) {
            for (JsonNode block : message.path("content")) {
                switch (block.path("type").asText()) {
                    case "tool_use" -> open.add(block.path("id").asText());
                    case "tool_result" -> {
                        if (!open.remove(block.path("tool_use_id").asText())) {
                            wrong.add("a tool_result without its tool_use: " + block);
                        }
                    }
                    case "text" -> {
                        if (block.path("text").asText().isEmpty()) {
                            wrong.add("text content blocks must be non-empty");
                        }
                    }
                    default -> {}
                }
            }
        }
        if (!open.isEmpty()) {
            wrong.add("tool_use without a tool_result: " + open);
        }
        return wrong;
    }

    @Override
    public Set<String> tools(JsonNode question) {
        return ScriptedModel.texts(question.path("tools"), "/name");
    }

    @Override
    public int results(JsonNode question) {
        int results = 0;
        for (JsonNode message : question.path("messages")) {
            for (JsonNode block : message.path("content")) {
                results += block.path("type").asText().equals("tool_result") ? 1 : 0;
            }
        }
        return results;
    }

    @Override
    public String type(JsonNode question) {
        return question.path("stream").asBoolean() ? "text/event-stream" : "application/json";
    }

    @Override
    public String answer(JsonNode question, Play.Move move) {
        ObjectNode block = JSON.createObjectNode();
        ObjectNode begun = JSON.createObjectNode();
        ObjectNode delta = JSON.createObjectNode();
        String reason = switch (move) {
            case Play.Say(String text) -> {
                block.put("type", "text").put("text", text);
                begun.put("type", "text").put("text", "");
                delta.put("type", "text_delta").put("text", text);
                yield "end_turn";
            }
            case Play.Call call -> {
                for (ObjectNode each : List.of(block, begun)) {
                    each.put("type", "tool_use").put("id", "toolu_" + call.id()).put("name", call.tool());
                }
                block.set("input", Play.arguments(call));
                begun.putObject("input");
                delta.put("type", "input_json_delta").put("partial_json", call.arguments());
                yield "tool_use";
            }
        };
        if (!question.path("stream").asBoolean()) {
            ObjectNode whole = message(question, ScriptedModel.OUTPUT);
            whole.withArray("content").add(block);
            return whole.put("stop_reason", reason).toString();
        }
        return events(question, begun, delta, reason);
    }

    private static String events(JsonNode question, ObjectNode begun, ObjectNode delta, String reason) {
        StringBuilder events = new StringBuilder();
        ObjectNode start = JSON.createObjectNode().put("type", "message_start");
        start.set("message", message(question, 1));
        append(events, start);
        ObjectNode open =
                JSON.createObjectNode().put("type", "content_block_start").put("index", 0);
        open.set("content_block", begun);
        append(events, open);
        ObjectNode piece =
                JSON.createObjectNode().put("type", "content_block_delta").put("index", 0);
        piece.set("delta", delta);
        append(events, piece);
        append(events, JSON.createObjectNode().put("type", "content_block_stop").put("index", 0));
        ObjectNode end = JSON.createObjectNode().put("type", "message_delta");
        end.putObject("delta").put("stop_reason", reason).putNull("stop_sequence");
        end.putObject("usage").put("output_tokens", ScriptedModel.OUTPUT);
        append(events, end);
        append(events, JSON.createObjectNode().put("type", "message_stop"));
        return events.toString();
    }

    private static void append(StringBuilder events, ObjectNode event) {
        events.append("event: ").append(event.path("type").asText());
        events.append("\ndata: ").append(event).append("\n\n");
    }

    private static ObjectNode message(JsonNode question, int output) {
        ObjectNode message = JSON.createObjectNode()
                .put("id", "msg_scripted")
                .put("type", "message")
                .put("role", "assistant")
                .put("model", question.path("model").asText());
        message.putArray("content");
        message.putNull("stop_reason").putNull("stop_sequence");
        message.putObject("usage").put("input_tokens", ScriptedModel.INPUT).put("output_tokens", output);
        return message;
    }
}
