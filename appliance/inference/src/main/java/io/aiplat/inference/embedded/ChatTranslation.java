package io.aiplat.inference.embedded;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.aiplat.inference.Capabilities;
import io.aiplat.inference.CompletionRequest;
import io.aiplat.inference.RequestRefused;
import io.aiplat.inference.chat.ChatMessage;
import io.aiplat.inference.chat.ChatRequest;
import io.aiplat.inference.chat.ChatRequest.AnswerFormat;
import io.aiplat.inference.chat.ForcedCall;
import io.aiplat.inference.chat.SamplingOptions;
import io.aiplat.inference.chat.ToolCall;
import io.aiplat.inference.embedded.worker.WorkerRequest;
import io.aiplat.supply.Modelfile;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Turns a request into what a worker is told, with the Modelfile's defaults underneath, and refuses what a
/// worker cannot do or would die of.
final class ChatTranslation {
    /// Modelfile parameters that are llama.cpp's by the same name.
    private static final List<String> SAMPLING = List.of(
            "temperature",
            "top_k",
            "top_p",
            "min_p",
            "typical_p",
            "repeat_last_n",
            "repeat_penalty",
            "presence_penalty",
            "frequency_penalty",
            "seed");

    /// Characters; it is looked for at each piece of an answer.
    private static final int LONGEST_STOP = 1000;

    private static final String ENGINE = "the embedded engine";
    private static final String NEWER =
            "a newer llama.cpp may: aiplat engines install llamacpp, then aiplat up --engine llamacpp";

    private static final ObjectMapper JSON = new ObjectMapper();

    private ChatTranslation() {}

    /// Translates.
    ///
    /// @param id a number for the exchange
    /// @throws RequestRefused if it asks for what cannot be done here
    static WorkerRequest.Chat of(int id, ChatRequest request, LoadableModel model) {
        Capabilities.require(ENGINE, model.name(), model.abilities().lacking(request), NEWER);
        ForcedCall forced = forced(request);
        ChatRequest told = forced == null ? request : forced.request(true);
        WorkerRequest.Prompt prompt = written(told, model);
        if (told.format() instanceof AnswerFormat.JsonSchema(String schema)) {
            JsonSchemaSubset.check(schema);
        }
        return new WorkerRequest.Chat(
                id,
                prompt,
                maxTokens(request.sampling(), model.modelfile()),
                sampling(request.sampling(), model.modelfile()),
                stops(request.sampling(), model.modelfile()),
                told.format());
    }

    /// What makes a model call a tool; null where it is free.
    static @Nullable ForcedCall forced(ChatRequest request) {
        return ForcedCall.of(request, JsonSchemaSubset::keeps);
    }

    /// Translates a completion.
    ///
    /// @param id a number for the exchange
    /// @throws RequestRefused if it asks for what cannot be done here
    static WorkerRequest.Chat of(int id, CompletionRequest request, LoadableModel model) {
        Capabilities.require(ENGINE, model.name(), model.abilities().lacking(request), NEWER);
        PromptLimit.of(model).check("prompt", request.prompt());
        return new WorkerRequest.Chat(
                id,
                new WorkerRequest.Prompt.Raw(harmless(request.prompt())),
                maxTokens(request.sampling(), model.modelfile()),
                sampling(request.sampling(), model.modelfile()),
                stops(request.sampling(), model.modelfile()),
                new AnswerFormat.Text());
    }

    /// The conversation alone, refused where it cannot be done here.
    static WorkerRequest.Prompt prompt(ChatRequest request, LoadableModel model) {
        Capabilities.require(ENGINE, model.name(), model.abilities().lacking(request), NEWER);
        ForcedCall forced = forced(request);
        return written(forced == null ? request : forced.request(true), model);
    }

    private static WorkerRequest.Prompt written(ChatRequest request, LoadableModel model) {
        List<ChatMessage> turns = plain(request.messages());
        PromptLimit limit = PromptLimit.of(model);
        limit.check(turns);
        return new WorkerRequest.Prompt.Turns(
                limit.written(messages(turns, model.modelfile().system())));
    }

    /// Templates here know three roles and texts, so calls and what they gave are told in words: a conversation
    /// that another model has led with tools goes on.
    private static List<ChatMessage> plain(List<ChatMessage> messages) {
        List<ChatMessage> plain = new ArrayList<>(messages.size());
        for (ChatMessage message : messages) {
            plain.add(message.toolCalls().isEmpty() && !message.role().equals("tool") ? message : told(message));
        }
        return plain;
    }

    private static ChatMessage told(ChatMessage message) {
        if (message.role().equals("tool")) {
            return ChatMessage.text("user", "The tool has answered: " + message.content());
        }
        StringBuilder said = new StringBuilder(message.content());
        for (ToolCall call : message.toolCalls()) {
            said.append(said.isEmpty() ? "" : "\n");
            said.append("I call the tool ").append(call.name()).append(" with ").append(call.arguments());
        }
        return ChatMessage.text("assistant", said.toString());
    }

    private static ArrayNode messages(List<ChatMessage> messages, @Nullable String system) {
        ArrayNode array = JSON.createArrayNode();
        boolean hasSystem = messages.stream().anyMatch(message -> message.role().equals("system"));
        if (system != null && !hasSystem) {
            array.addObject().put("role", "system").put("content", system);
        }
        for (ChatMessage message : messages) {
            array.addObject().put("role", message.role()).put("content", harmless(message.content()));
        }
        return array;
    }

    /// U+0000 would end the prompt in native code, and with it what follows.
    private static String harmless(String text) {
        return text.replace('\0', '\uFFFD');
    }

    private static int maxTokens(SamplingOptions wanted, Modelfile modelfile) {
        Integer asked = wanted.maxTokens();
        Integer usual = modelfile.integer("num_predict");
        if (asked != null && asked < 1) {
            throw new RequestRefused(
                    RequestRefused.Kind.INVALID_PARAMETER, "max_tokens", "max_tokens is " + asked + "; it begins at 1");
        }
        if (asked != null) {
            return asked;
        }
        // Ollama writes -1 and -2 for "until the context is full".
        return usual == null || usual < 1 ? Integer.MAX_VALUE : usual;
    }

    private static Map<String, Double> sampling(SamplingOptions wanted, Modelfile modelfile) {
        Map<String, Double> sampling = new TreeMap<>();
        SAMPLING.forEach(name -> put(sampling, name, modelfile.number(name)));
        put(sampling, "temperature", wanted.temperature());
        put(sampling, "top_p", wanted.topP());
        put(sampling, "top_k", wanted.topK());
        put(sampling, "seed", wanted.seed());
        put(sampling, "frequency_penalty", wanted.frequencyPenalty());
        put(sampling, "presence_penalty", wanted.presencePenalty());
        wanted.more().forEach((name, value) -> put(sampling, name, value));
        return sampling;
    }

    private static void put(Map<String, Double> sampling, String name, @Nullable Number value) {
        if (value != null) {
            sampling.put(name, value.doubleValue());
        }
    }

    private static List<String> stops(SamplingOptions wanted, Modelfile modelfile) {
        if (wanted.stop().stream().anyMatch(stop -> stop.length() > LONGEST_STOP)) {
            throw new RequestRefused(
                    RequestRefused.Kind.INVALID_PARAMETER,
                    "stop",
                    "a stop text has at most " + LONGEST_STOP + " characters");
        }
        Set<String> stops = new LinkedHashSet<>(modelfile.stops());
        stops.addAll(wanted.stop());
        stops.remove("");
        return new ArrayList<>(stops);
    }
}
