package io.aiplat.models.ollama;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.models.ChatMessage;
import io.aiplat.models.ChatPart;
import io.aiplat.models.ChatRequest;
import io.aiplat.models.ChatRequest.AnswerFormat;
import io.aiplat.models.ChatSink;
import io.aiplat.models.RequestRefused;
import io.aiplat.models.ToolCall;
import io.aiplat.models.ToolDefinition;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One conversation in the words of `/api/chat`: the question, and the answer's objects as parts.
final class OllamaChat implements OllamaApi.Lines {
    private final ChatSink sink;
    private final Supplier<String> callIds;
    private boolean called;

    /// Prepares for an answer.
    ///
    /// @param callIds makes ids for tool calls, which Ollama does not number
    OllamaChat(ChatSink sink, Supplier<String> callIds) {
        this.sink = sink;
        this.callIds = callIds;
    }

    /// The question. What the request leaves open is left out, so that the Modelfile's defaults hold.
    ///
    /// @param stops the model's own stop texts, which would be forgotten where the request brings some
    /// @throws RequestRefused if a schema or tool argument is no JSON
    static ObjectNode question(ChatRequest request, List<String> stops) {
        ObjectNode question = OllamaApi.JSON.createObjectNode();
        question.put("model", request.model());
        ArrayNode messages = question.putArray("messages");
        request.messages().forEach(message -> add(messages, message));
        if (!request.tools().isEmpty()) {
            ArrayNode tools = question.putArray("tools");
            request.tools().forEach(tool -> add(tools, tool));
        }
        switch (request.format()) {
            case AnswerFormat.Text _ -> {}
            case AnswerFormat.Json _ -> question.put("format", "json");
            case AnswerFormat.JsonSchema(String schema) -> question.set("format", json("response_format", schema));
        }
        // Otherwise the oldest messages are dropped without a word, in those versions that know this field.
        question.put("truncate", false);
        question.put("stream", true);
        ObjectNode options = options(request, stops);
        if (!options.isEmpty()) {
            question.set("options", options);
        }
        return question;
    }

    private static void add(ArrayNode messages, ChatMessage message) {
        ObjectNode node = messages.addObject().put("role", message.role()).put("content", message.content());
        message.images().forEach(node.withArray("/images")::add);
        for (ToolCall call : message.toolCalls()) {
            ObjectNode function = node.withArray("/tool_calls").addObject().putObject("function");
            function.put("name", call.name());
            function.set("arguments", json("messages", call.arguments()));
        }
    }

    private static void add(ArrayNode tools, ToolDefinition tool) {
        ObjectNode function = tools.addObject().put("type", "function").putObject("function");
        function.put("name", tool.name());
        function.put("description", tool.description());
        function.set("parameters", json("tools", tool.parameters()));
    }

    private static JsonNode json(String parameter, String text) {
        try {
            return OllamaApi.JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new RequestRefused(
                    RequestRefused.Kind.INVALID_PARAMETER, parameter, "this is no JSON: " + e.getOriginalMessage());
        }
    }

    private static ObjectNode options(ChatRequest request, List<String> stops) {
        ObjectNode options = OllamaApi.JSON.createObjectNode();
        put(options, "num_predict", request.maxTokens());
        put(options, "temperature", request.temperature());
        put(options, "top_p", request.topP());
        put(options, "seed", request.seed());
        put(options, "frequency_penalty", request.frequencyPenalty());
        put(options, "presence_penalty", request.presencePenalty());
        if (!request.stop().isEmpty()) {
            ArrayNode all = options.putArray("stop");
            stops.forEach(all::add);
            request.stop().forEach(all::add);
        }
        return options;
    }

    private static void put(ObjectNode options, String name, @Nullable Number value) {
        if (value != null) {
            options.set(name, OllamaApi.JSON.valueToTree(value));
        }
    }

    @Override
    public boolean accept(JsonNode object) {
        JsonNode message = object.path("message");
        String text = message.path("content").asText("");
        if (!text.isEmpty()) {
            sink.accept(new ChatPart.Text(text));
        }
        for (JsonNode call : message.path("tool_calls")) {
            called = true;
            JsonNode function = call.path("function");
            sink.accept(new ChatPart.Call(new ToolCall(
                    callIds.get(),
                    function.path("name").asText(),
                    function.path("arguments").toString())));
        }
        if (!object.path("done").asBoolean()) {
            return true;
        }
        sink.accept(new ChatPart.Finished(
                reason(object.path("done_reason").asText()),
                object.path("prompt_eval_count").asInt(),
                object.path("eval_count").asInt()));
        return false;
    }

    private ChatPart.FinishReason reason(String done) {
        if (done.equals("length")) {
            return ChatPart.FinishReason.LENGTH;
        }
        return called ? ChatPart.FinishReason.TOOL_CALLS : ChatPart.FinishReason.STOP;
    }
}
