package io.aiplat.launcher.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A stand-in for a model that fills in whatever form it is given: the arguments of the tool that is offered or
/// forced, the schema of its answer, or the keys that the text names. Words and numbers are those of the question.
final class Form implements ScriptedModel.Player {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern QUOTED = Pattern.compile("'([^']+)'");
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    @Override
    public Play.Move move(ScriptedModel.Voice voice, JsonNode question) {
        JsonNode messages = question.path("messages");
        JsonNode last = messages.path(messages.size() - 1);
        String text = text(last);
        JsonNode choice = question.path("tool_choice");
        boolean forced = choice.isObject()
                ? !choice.path("type").asText().equals("auto")
                : choice.asText().equals("required");
        if (question.path("tools").size() > 0 && (forced || !isResult(last))) {
            String wanted =
                    first(choice.at("/function/name"), choice.path("name")).asText();
            for (JsonNode tool : question.path("tools")) {
                String name =
                        first(tool.at("/function/name"), tool.path("name")).asText();
                if (wanted.isEmpty() || wanted.equals(name)) {
                    JsonNode schema = first(tool.at("/function/parameters"), tool.path("input_schema"));
                    return new Play.Call(
                            "call_" + messages.size(), name, fill(schema, text).toString());
                }
            }
        }
        JsonNode schema = first(
                question.at("/response_format/json_schema/schema"),
                first(question.path("format"), question.at("/output_config/format/schema")));
        if (schema.isObject()) {
            return new Play.Say(fill(schema, text).toString());
        }
        if (schema.isTextual()
                || question.at("/response_format/type").asText().equals("json_object")
                || question.path("system").toString().contains("one JSON object")) {
            ObjectNode object = JSON.createObjectNode();
            QUOTED.matcher(text).results().forEach(word -> object.put(word.group(1), "A cat"));
            return new Play.Say(object.toString());
        }
        return new Play.Say("Hello, you there.");
    }

    private static JsonNode fill(JsonNode schema, String text) {
        if (schema.has("const")) {
            return schema.path("const");
        }
        if (schema.has("enum")) {
            return schema.path("enum").path(0);
        }
        for (JsonNode each : first(schema.path("anyOf"), schema.path("oneOf"))) {
            return fill(each, text);
        }
        return switch (schema.path("type").asText()) {
            case "integer", "number" -> {
                Matcher number = NUMBER.matcher(text);
                yield JsonNodeFactory.instance.numberNode(number.find() ? Integer.parseInt(number.group()) : 1);
            }
            case "string" -> {
                Matcher word = QUOTED.matcher(text);
                yield JsonNodeFactory.instance.textNode(word.find() ? word.group(1) : "A cat");
            }
            case "boolean" -> JsonNodeFactory.instance.booleanNode(true);
            case "array" -> JSON.createArrayNode().add(fill(schema.path("items"), text));
            default -> {
                ObjectNode object = JSON.createObjectNode();
                for (Map.Entry<String, JsonNode> property :
                        schema.path("properties").properties()) {
                    object.set(property.getKey(), fill(property.getValue(), text));
                }
                yield object;
            }
        };
    }

    private static boolean isResult(JsonNode message) {
        return message.path("role").asText().equals("tool")
                || message.at("/content/0/type").asText().equals("tool_result");
    }

    private static String text(JsonNode message) {
        StringBuilder text = new StringBuilder(message.path("content").asText());
        message.path("content").forEach(part -> text.append(part.path("text").asText()));
        return text.toString();
    }

    private static JsonNode first(JsonNode one, JsonNode other) {
        return one.isMissingNode() ? other : one;
    }
}
