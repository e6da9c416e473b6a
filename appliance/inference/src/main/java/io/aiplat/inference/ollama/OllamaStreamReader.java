package io.aiplat.inference.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.inference.ModelsProblems;
import io.aiplat.inference.chat.ChatDelta;
import io.aiplat.inference.chat.ChatDelta.FinishReason;
import io.aiplat.inference.chat.ChatDelta.TokenLogprob;
import io.aiplat.inference.chat.ChatSink;
import io.aiplat.inference.chat.ToolCall;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.spend.TokenUsage;
import io.aiplat.supply.ollama.OllamaApi;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// Stream reader of `/api/chat` and `/api/generate`: an answer, object by object, as parts.
final class OllamaStreamReader implements OllamaApi.Lines {
    private final String model;
    private final ChatSink sink;
    private final Supplier<String> callIds;
    private final int inputBound;
    private boolean called;

    /// Prepares for an answer.
    ///
    /// @param callIds    makes ids for tool calls, which Ollama does not number
    /// @param inputBound tokens of the prompt, for the versions that do not count one that was in the cache
    OllamaStreamReader(String model, ChatSink sink, Supplier<String> callIds, int inputBound) {
        this.model = model;
        this.sink = sink;
        this.callIds = callIds;
        this.inputBound = inputBound;
    }

    @Override
    public boolean accept(JsonNode object) {
        boolean chat = object.has("message");
        JsonNode message = chat ? object.path("message") : object;
        String thought = message.path("thinking").asText("");
        if (!thought.isEmpty()) {
            sink.accept(new ChatDelta.Reasoning(thought));
        }
        String text = message.path(chat ? "content" : "response").asText("");
        List<TokenLogprob> logprobs = logprobs(object.path("logprobs"), "top_logprobs");
        if (!text.isEmpty() || !logprobs.isEmpty()) {
            sink.accept(new ChatDelta.Text(text, logprobs));
        }
        for (JsonNode call : message.path("tool_calls")) {
            called = true;
            JsonNode function = call.path("function");
            sink.accept(new ChatDelta.Call(new ToolCall(
                    callIds.get(),
                    function.path("name").asText(),
                    function.path("arguments").toString())));
        }
        if (!object.path("done").asBoolean()) {
            return true;
        }
        sink.accept(new ChatDelta.Finished(reason(object.path("done_reason").asText()), usage(object)));
        return false;
    }

    private static List<TokenLogprob> logprobs(JsonNode tokens, String alternatives) {
        List<TokenLogprob> logprobs = new ArrayList<>();
        for (JsonNode token : tokens) {
            logprobs.add(new TokenLogprob(
                    token.path("token").asText(),
                    token.path("logprob").asDouble(),
                    logprobs(token.path(alternatives), "")));
        }
        return logprobs;
    }

    private TokenUsage usage(JsonNode end) {
        int output = end.path("eval_count").asInt();
        int input = end.path("prompt_eval_count").asInt();
        return input > 0 ? TokenUsage.of(input, output) : TokenUsage.estimate(inputBound, output);
    }

    private FinishReason reason(String done) {
        return switch (done) {
            case "length" -> FinishReason.LENGTH;
            case "load", "unload" ->
                throw new ApplianceException(
                        ModelsProblems.generationFailed(model, "Ollama only says that it did " + done + " the model."));
            // Versions before 0.5 end without a reason.
            default -> called ? FinishReason.TOOL_CALLS : FinishReason.STOP;
        };
    }
}
