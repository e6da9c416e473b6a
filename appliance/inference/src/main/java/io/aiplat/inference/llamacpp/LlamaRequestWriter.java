package io.aiplat.inference.llamacpp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.inference.CompletionRequest;
import io.aiplat.inference.RequestRefused;
import io.aiplat.inference.chat.ChatMessage;
import io.aiplat.inference.chat.ChatRequest;
import io.aiplat.inference.chat.ChatRequest.AnswerFormat;
import io.aiplat.inference.chat.ReasoningEffort;
import io.aiplat.inference.chat.SamplingOptions;
import io.aiplat.inference.chat.ToolCall;
import io.aiplat.inference.chat.ToolDefinition;
import io.aiplat.supply.Modelfile;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Request writer of `llama-server`'s API, which is OpenAI's with more. What a request leaves open is left out, so
/// that the Modelfile's defaults hold, which the server was started with.
///
/// @param modelfile says the rest: a system message, and texts that end an answer
record LlamaRequestWriter(Modelfile modelfile) {
    /// A conversation, for `/v1/chat/completions`.
    ///
    /// @throws RequestRefused if a schema is no JSON
    ObjectNode chat(ChatRequest request) {
        ObjectNode question = LlamaServerClient.JSON.createObjectNode().put("model", request.model());
        ArrayNode messages = question.putArray("messages");
        String system = modelfile.system();
        if (system != null
                && request.messages().stream().noneMatch(turn -> turn.role().equals("system"))) {
            messages.addObject().put("role", "system").put("content", system);
        }
        request.messages().forEach(message -> add(messages, message));
        List<ToolDefinition> tools = request.tools().shown();
        if (!tools.isEmpty()) {
            ArrayNode offered = question.putArray("tools");
            tools.forEach(tool -> add(offered, tool));
            question.put("parallel_tool_calls", request.tools().parallel());
        }
        switch (request.format()) {
            case AnswerFormat.Text _ -> {}
            case AnswerFormat.Json _ -> question.putObject("response_format").put("type", "json_object");
            case AnswerFormat.JsonSchema(String schema) ->
                question.putObject("response_format")
                        .put("type", "json_schema")
                        .putObject("json_schema")
                        .put("name", "answer")
                        .set("schema", json("response_format", schema));
        }
        think(question, request.reasoning());
        Integer alternatives = request.sampling().topLogprobs();
        if (alternatives != null) {
            question.put("logprobs", true).put("top_logprobs", alternatives);
        }
        return sampled(question, request.sampling());
    }

    /// A completion, for `/v1/completions`.
    ObjectNode completion(CompletionRequest request) {
        ObjectNode question = LlamaServerClient.JSON
                .createObjectNode()
                .put("model", request.model())
                .put("prompt", request.prompt());
        Integer alternatives = request.sampling().topLogprobs();
        if (alternatives != null) {
            // None would be no probabilities at all.
            question.put("logprobs", Math.max(1, alternatives));
        }
        return sampled(question, request.sampling());
    }

    private ObjectNode sampled(ObjectNode question, SamplingOptions sampling) {
        question.put("stream", true).putObject("stream_options").put("include_usage", true);
        put(question, "max_tokens", sampling.maxTokens());
        put(question, "temperature", sampling.temperature());
        put(question, "top_p", sampling.topP());
        put(question, "top_k", sampling.topK());
        put(question, "seed", sampling.seed());
        put(question, "frequency_penalty", sampling.frequencyPenalty());
        put(question, "presence_penalty", sampling.presencePenalty());
        sampling.more().forEach((name, value) -> put(question, name, number(value)));
        if (!sampling.stop().isEmpty() || !modelfile.stops().isEmpty()) {
            ArrayNode all = question.putArray("stop");
            modelfile.stops().forEach(all::add);
            sampling.stop().forEach(all::add);
        }
        return question;
    }

    private static void think(ObjectNode question, @Nullable ReasoningEffort wanted) {
        if (wanted != null) {
            question.putObject("chat_template_kwargs").put("enable_thinking", wanted != ReasoningEffort.OFF);
            if (wanted.isDegree()) {
                question.put("reasoning_effort", wanted.name().toLowerCase(Locale.ROOT));
            }
        }
    }

    /// Text and pictures. What kind of picture it is the server sees by its bytes.
    private static void show(ArrayNode content, ChatMessage message) {
        content.addObject().put("type", "text").put("text", message.content());
        message.images()
                .forEach(base64 -> content.addObject()
                        .put("type", "image_url")
                        .putObject("image_url")
                        .put("url", "data:image/png;base64," + base64));
    }

    private static void add(ArrayNode messages, ChatMessage message) {
        ObjectNode node = messages.addObject().put("role", message.role());
        if (message.images().isEmpty()) {
            node.put("content", message.content());
        } else {
            show(node.putArray("content"), message);
        }
        String thought = message.thoughts().isEmpty() ? "" : message.thought();
        if (!thought.isEmpty()) {
            node.put("reasoning_content", thought);
        }
        if (message.toolCallId() != null) {
            node.put("tool_call_id", message.toolCallId());
        }
        if (message.toolCalls().isEmpty()) {
            return;
        }
        ArrayNode calls = node.putArray("tool_calls");
        for (ToolCall call : message.toolCalls()) {
            calls.addObject()
                    .put("id", call.id())
                    .put("type", "function")
                    .putObject("function")
                    .put("name", call.name())
                    .put("arguments", call.object().toString());
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
            return LlamaServerClient.JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new RequestRefused(
                    RequestRefused.Kind.INVALID_PARAMETER, parameter, "this is no JSON: " + e.getOriginalMessage());
        }
    }

    private static Number number(double value) {
        long whole = (long) value;
        return whole == value ? (Number) whole : (Number) value;
    }

    private static void put(ObjectNode question, String name, @Nullable Number value) {
        if (value != null) {
            question.set(name, LlamaServerClient.JSON.valueToTree(value));
        }
    }
}
