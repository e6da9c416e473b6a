package io.aiplat.inference.ollama;

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
import io.aiplat.inference.chat.ServingOptions;
import io.aiplat.inference.chat.ToolCall;
import io.aiplat.inference.chat.ToolDefinition;
import io.aiplat.supply.ollama.OllamaApi;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Request writer of Ollama's API.
/// What it leaves open is left out, so that the Modelfile's defaults hold.
///
/// @param release what may be said to this Ollama
/// @param facts   of the model
/// @param context tokens the model sees at once; the same for every question, or the model is loaded again
record OllamaRequestWriter(OllamaRelease release, OllamaFacts facts, int context) {

    /// A conversation, for `/api/chat`.
    ///
    /// @param limit tokens of answer
    /// @throws RequestRefused if a schema or tool argument is no JSON
    ObjectNode chat(ChatRequest request, int limit) {
        ObjectNode question = OllamaApi.named(request.model());
        ArrayNode messages = question.putArray("messages");
        Map<String, String> called = new HashMap<>();
        request.messages().forEach(message -> add(messages, message, called));
        if (!request.tools().shown().isEmpty()) {
            ArrayNode tools = question.putArray("tools");
            request.tools().shown().forEach(tool -> add(tools, tool));
        }
        switch (request.format()) {
            case AnswerFormat.Text _ -> {}
            case AnswerFormat.Json _ -> question.put("format", "json");
            case AnswerFormat.JsonSchema(String schema) -> question.set("format", json("response_format", schema));
        }
        think(question, request.reasoning());
        return finished(question, request.sampling(), request.serving(), limit);
    }

    /// A completion, for `/api/generate`. Only a gap needs the template, which says where it is.
    ///
    /// @param limit tokens of answer
    ObjectNode completion(CompletionRequest request, int limit) {
        ObjectNode question = OllamaApi.named(request.model());
        question.put("prompt", request.prompt());
        if (request.suffix() == null) {
            question.put("raw", true);
        } else {
            question.put("suffix", request.suffix());
        }
        return finished(question, request.sampling(), request.serving(), limit);
    }

    /// What loads the model as questions will find it, for `/api/chat`.
    ObjectNode load(String model, ServingOptions serving) {
        ObjectNode question = OllamaApi.named(model).put("stream", false);
        question.putArray("messages");
        question.putObject("options").put("num_ctx", context);
        keepAlive(question, serving);
        return question;
    }

    private ObjectNode finished(ObjectNode question, SamplingOptions sampling, ServingOptions serving, int limit) {
        question.put("stream", true);
        if (release.refusesLongPrompts()) {
            // Otherwise the oldest messages, or the first half of the context, go without a word.
            question.put("truncate", false).put("shift", false);
        }
        Integer alternatives = sampling.topLogprobs();
        if (alternatives != null) {
            question.put("logprobs", true).put("top_logprobs", alternatives);
        }
        keepAlive(question, serving);
        ObjectNode options =
                question.putObject("options").put("num_ctx", context).put("num_predict", limit);
        put(options, "temperature", sampling.temperature());
        put(options, "top_p", sampling.topP());
        put(options, "top_k", sampling.topK());
        put(options, "seed", sampling.seed());
        put(options, "frequency_penalty", sampling.frequencyPenalty());
        put(options, "presence_penalty", sampling.presencePenalty());
        sampling.more().forEach((name, value) -> put(options, name, number(value)));
        if (!sampling.stop().isEmpty()) {
            // The model's own would be forgotten.
            ArrayNode all = options.putArray("stop");
            facts.modelfile().stops().forEach(all::add);
            sampling.stop().forEach(all::add);
        }
        return question;
    }

    static void keepAlive(ObjectNode question, ServingOptions serving) {
        Duration keepAlive = serving.keepAlive();
        if (keepAlive != null) {
            question.put(
                    "keep_alive",
                    keepAlive.isNegative()
                            ? -1
                            : keepAlive.plusNanos(999_999_999).toSeconds());
        }
    }

    /// A model that can think is told to, for then its thoughts come apart from its answer; older versions
    /// leave them in it otherwise.
    private void think(ObjectNode question, @Nullable ReasoningEffort wanted) {
        if (!facts.thinks()) {
            return;
        }
        if (wanted == null || wanted == ReasoningEffort.ON) {
            question.put("think", true);
        } else if (facts.thinksByDegrees() && wanted.isDegree()) {
            question.put("think", degree(wanted));
        } else {
            question.put("think", wanted != ReasoningEffort.OFF);
        }
    }

    private static String degree(ReasoningEffort wanted) {
        return switch (wanted) {
            case OFF, MINIMAL, LOW -> "low";
            case ON, MEDIUM -> "medium";
            case HIGH -> "high";
        };
    }

    /// @param called the names of tools by the calls so far: newer templates say whose result it is
    private static void add(ArrayNode messages, ChatMessage message, Map<String, String> called) {
        ObjectNode node = messages.addObject().put("role", message.role()).put("content", message.content());
        String thought = message.thoughts().isEmpty() ? "" : message.thought();
        if (!thought.isEmpty()) {
            node.put("thinking", thought);
        }
        addTexts(node, "images", message.images());
        String answered = message.toolCallId();
        if (answered != null) {
            node.put("tool_call_id", answered);
            String name = called.get(answered);
            if (name != null) {
                node.put("tool_name", name);
            }
        }
        if (message.toolCalls().isEmpty()) {
            return;
        }
        ArrayNode calls = node.putArray("tool_calls");
        for (ToolCall call : message.toolCalls()) {
            called.put(call.id(), call.name());
            ObjectNode function = calls.addObject().put("id", call.id()).putObject("function");
            function.put("name", call.name());
            function.set("arguments", call.object());
        }
    }

    private static void addTexts(ObjectNode node, String field, List<String> texts) {
        if (!texts.isEmpty()) {
            texts.forEach(node.putArray(field)::add);
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

    /// Ollama takes `64.0` for no whole number.
    private static Number number(double value) {
        long whole = (long) value;
        return whole == value ? (Number) whole : (Number) value;
    }

    private static void put(ObjectNode options, String name, @Nullable Number value) {
        if (value != null) {
            options.set(name, OllamaApi.JSON.valueToTree(value));
        }
    }
}
