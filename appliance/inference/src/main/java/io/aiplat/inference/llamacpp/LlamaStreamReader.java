package io.aiplat.inference.llamacpp;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.inference.chat.ChatDelta;
import io.aiplat.inference.chat.ChatDelta.FinishReason;
import io.aiplat.inference.chat.ChatDelta.TokenLogprob;
import io.aiplat.inference.chat.ChatSink;
import io.aiplat.inference.chat.ToolCall;
import io.aiplat.model.spend.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Stream reader of `/v1/chat/completions` and `/v1/completions`: an answer, event by event, as parts.
final class LlamaStreamReader {
    private final ChatSink sink;
    private final SequencedMap<Integer, Call> calls = new TreeMap<>();
    private @Nullable String finish;
    private long input;
    private long output;

    private static final class Call {
        private String id = "";
        private String name = "";
        private final StringBuilder arguments = new StringBuilder();
    }

    /// @param sink takes the parts
    LlamaStreamReader(ChatSink sink) {
        this.sink = sink;
    }

    /// Takes the next event.
    void accept(JsonNode event) {
        JsonNode usage = event.path("usage");
        if (usage.isObject()) {
            input = Math.max(0, usage.path("prompt_tokens").asLong());
            output = Math.max(0, usage.path("completion_tokens").asLong());
        }
        JsonNode choice = event.path("choices").path(0);
        JsonNode delta = choice.path("delta");
        String thought = delta.path("reasoning_content").asText("");
        if (!thought.isEmpty()) {
            sink.accept(new ChatDelta.Reasoning(thought));
        }
        String text = (choice.has("text") ? choice.path("text") : delta.path("content")).asText("");
        List<TokenLogprob> logprobs = logprobs(choice.path("logprobs").path("content"), "top_logprobs");
        if (!text.isEmpty() || !logprobs.isEmpty()) {
            sink.accept(new ChatDelta.Text(text, logprobs));
        }
        delta.path("tool_calls").forEach(this::add);
        if (choice.path("finish_reason").isTextual()) {
            finish = choice.path("finish_reason").asText();
        }
    }

    private void add(JsonNode piece) {
        Call call = calls.computeIfAbsent(piece.path("index").asInt(), _ -> new Call());
        JsonNode function = piece.path("function");
        call.id = piece.path("id").asText(call.id);
        call.name = function.path("name").asText(call.name);
        call.arguments.append(function.path("arguments").asText(""));
    }

    private static List<TokenLogprob> logprobs(JsonNode tokens, String alternatives) {
        List<TokenLogprob> logprobs = new ArrayList<>();
        for (JsonNode token : tokens) {
            logprobs.add(new TokenLogprob(
                    token.path("token").asText(),
                    Math.min(0, token.path("logprob").asDouble()),
                    logprobs(token.path(alternatives), "")));
        }
        return logprobs;
    }

    /// After the last event: passes on what is whole only now.
    void end() {
        calls.forEach((index, call) -> sink.accept(new ChatDelta.Call(new ToolCall(
                call.id.isEmpty() ? "call_" + index : call.id,
                call.name,
                call.arguments.isEmpty() ? "{}" : call.arguments.toString()))));
        sink.accept(new ChatDelta.Finished(reason(), TokenUsage.of(input, output)));
    }

    private FinishReason reason() {
        if ("length".equals(finish)) {
            return FinishReason.LENGTH;
        }
        return calls.isEmpty() ? FinishReason.STOP : FinishReason.TOOL_CALLS;
    }
}
