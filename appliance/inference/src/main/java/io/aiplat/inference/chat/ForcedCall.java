package io.aiplat.inference.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.inference.chat.ChatDelta.FinishReason;
import io.aiplat.inference.chat.ChatRequest.AnswerFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Forced function calling by constrained decoding, for engines that can keep a model to a schema and have no
/// `tool_choice`: the answer is bound to an object with the name of a tool and its arguments, and read as a call of
/// it. One call satisfies the choice, so this is also how an engine is kept from several.
public final class ForcedCall {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NAME = "name";
    private static final String ARGUMENTS = "arguments";

    /// Members of a schema that hold one more, or a list of them.
    private static final Set<String> INNER =
            Set.of("items", "additionalProperties", "not", "anyOf", "oneOf", "allOf", "prefixItems");
    /// Members of a schema that hold more by their names.
    private static final Set<String> NAMED = Set.of("properties", "$defs", "definitions", "patternProperties");
    /// What makes grammars large, or fails where llama.cpp does not know its form; a call needs none of it.
    private static final Set<String> LEFT_OUT =
            Set.of("$schema", "$id", "pattern", "minLength", "maxLength", "minItems", "maxItems");

    private final ChatRequest request;
    private final List<ToolDefinition> allowed;
    private final Predicate<String> keeps;

    private ForcedCall(ChatRequest request, List<ToolDefinition> allowed, Predicate<String> keeps) {
        this.request = request;
        this.allowed = allowed;
        this.keeps = keeps;
    }

    /// What has to be done about a request.
    ///
    /// @param keeps whether the engine can keep to the schema of some arguments; any object does where it cannot
    /// @return null where the model is free to call
    public static @Nullable ForcedCall of(ChatRequest request, Predicate<String> keeps) {
        List<ToolDefinition> offered = request.tools().offered();
        return switch (request.tools().choice()) {
            case Tools.Choice.Auto _, Tools.Choice.None _ -> null;
            case Tools.Choice.Required _ -> new ForcedCall(request, offered, keeps);
            case Tools.Choice.Named(String name) ->
                new ForcedCall(
                        request,
                        offered.stream()
                                .filter(tool -> tool.name().equals(name))
                                .toList(),
                        keeps);
        };
    }

    /// The request that an engine can carry out.
    ///
    /// @param describes whether the tools are told in words, because the model has no place for them
    public ChatRequest request(boolean describes) {
        ChatRequest bound = request.withFormat(new AnswerFormat.JsonSchema(schema()));
        return describes
                ? bound.withTools(Tools.NONE).withMessages(described())
                : bound.withTools(Tools.offered(request.tools().offered()));
    }

    private List<ChatMessage> described() {
        List<ChatMessage> messages = new ArrayList<>(request.messages());
        String tools = allowed.stream()
                .map(tool -> "- " + tool.name() + ": " + tool.description() + " Arguments: " + tool.parameters())
                .collect(Collectors.joining("\n"));
        String told = "Answer by a call of a tool: one JSON object with its \"name\" and its \"arguments\", and nothing"
                + " else. The tools are:\n" + tools;
        if (messages.getFirst().role().equals("system")) {
            ChatMessage first = messages.getFirst();
            messages.set(0, first.withContent(first.content() + "\n\n" + told));
        } else {
            messages.addFirst(ChatMessage.text("system", told));
        }
        return messages;
    }

    private String schema() {
        ObjectNode root = JSON.createObjectNode();
        if (allowed.size() == 1) {
            call(root, allowed.getFirst(), 0, root);
        } else {
            ArrayNode any = root.putArray("anyOf");
            for (int i = 0; i < allowed.size(); i++) {
                call(any.addObject(), allowed.get(i), i, root);
            }
        }
        return root.toString();
    }

    private void call(ObjectNode call, ToolDefinition tool, int index, ObjectNode root) {
        call.put("type", "object");
        ObjectNode properties = call.putObject("properties");
        properties.putObject(NAME).put("type", "string").putArray("enum").add(tool.name());
        properties.set(ARGUMENTS, arguments(tool, "t" + index, root));
        call.putArray("required").add(NAME).add(ARGUMENTS);
        call.put("additionalProperties", false);
    }

    /// References within a schema begin at its root, which is another one here.
    private JsonNode arguments(ToolDefinition tool, String place, ObjectNode root) {
        ObjectNode schema = parsed(tool.parameters()) instanceof ObjectNode read ? read : JSON.createObjectNode();
        if (!schema.has("type") || !schema.path("type").isTextual()) {
            schema.put("type", "object");
        }
        boolean refers = tool.parameters().contains("\"$ref\"");
        ObjectNode clean = clean(schema, "#/$defs/" + place);
        if (!keeps.test(clean.toString())) {
            return JSON.createObjectNode().put("type", "object");
        }
        if (!refers) {
            return clean;
        }
        root.withObject("/$defs").set(place, clean);
        return JSON.createObjectNode().put("$ref", "#/$defs/" + place);
    }

    private static ObjectNode clean(ObjectNode schema, String root) {
        ObjectNode clean = JSON.createObjectNode();
        for (Map.Entry<String, JsonNode> member : schema.properties()) {
            String name = member.getKey();
            JsonNode value = member.getValue();
            if (LEFT_OUT.contains(name)) {
                continue;
            }
            if (name.equals("$ref") && value.asText().startsWith("#")) {
                clean.put(name, root + value.asText().substring(1));
            } else if (NAMED.contains(name) && value.isObject()) {
                ObjectNode all = clean.putObject(name);
                value.properties().forEach(one -> all.set(one.getKey(), inner(one.getValue(), root)));
            } else if (INNER.contains(name)) {
                clean.set(name, inner(value, root));
            } else {
                clean.set(name, value);
            }
        }
        return clean;
    }

    private static JsonNode inner(JsonNode value, String root) {
        return switch (value) {
            case ObjectNode object -> clean(object, root);
            case ArrayNode array -> {
                ArrayNode all = JSON.createArrayNode();
                array.forEach(one -> all.add(inner(one, root)));
                yield all;
            }
            case JsonNode other -> other;
        };
    }

    private static @Nullable JsonNode parsed(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException _) {
            // The model may have been cut off, or not been bound.
            return null;
        }
    }

    /// Reads the answer: what is a call comes as one when it is whole, and all else as it is.
    ///
    /// @param ids makes the names of calls
    public ChatSink reading(ChatSink to, Supplier<String> ids) {
        return new Reading(to, ids);
    }

    private final class Reading implements ChatSink {
        private final ChatSink to;
        private final Supplier<String> ids;
        private final StringBuilder text = new StringBuilder();

        Reading(ChatSink to, Supplier<String> ids) {
            this.to = to;
            this.ids = ids;
        }

        @Override
        public void accept(ChatDelta part) {
            switch (part) {
                case ChatDelta.Text more -> {
                    text.append(more.text());
                    if (!more.logprobs().isEmpty()) {
                        to.accept(new ChatDelta.Text("", more.logprobs()));
                    }
                }
                case ChatDelta.Reasoning thought -> to.accept(thought);
                case ChatDelta.Call call -> to.accept(call);
                case ChatDelta.Finished end -> finish(end);
            }
        }

        private void finish(ChatDelta.Finished end) {
            List<ToolCall> calls = calls();
            if (calls.isEmpty()) {
                if (!text.toString().isBlank()) {
                    to.accept(new ChatDelta.Text(text.toString()));
                }
                to.accept(end);
                return;
            }
            calls.forEach(call -> to.accept(new ChatDelta.Call(call)));
            to.accept(new ChatDelta.Finished(FinishReason.TOOL_CALLS, end.usage()));
        }

        private List<ToolCall> calls() {
            JsonNode said = parsed(text.toString().strip());
            List<ToolCall> calls = new ArrayList<>();
            for (JsonNode one : said instanceof ArrayNode several
                    ? several
                    : JSON.createArrayNode().add(said)) {
                String name = one.path(NAME).asText();
                if (request.tools().offered().stream()
                        .anyMatch(tool -> tool.name().equals(name))) {
                    JsonNode arguments = one.path(one.has(ARGUMENTS) ? ARGUMENTS : "parameters");
                    String written = arguments.isTextual() ? arguments.textValue() : arguments.toString();
                    calls.add(new ToolCall(ids.get(), name, arguments.isMissingNode() ? "{}" : written));
                }
            }
            return calls;
        }
    }
}
