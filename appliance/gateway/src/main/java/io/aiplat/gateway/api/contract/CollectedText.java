package io.aiplat.gateway.api.contract;

import io.aiplat.inference.chat.ChatDelta;
import io.aiplat.inference.chat.ChatDelta.TokenLogprob;
import io.aiplat.inference.chat.ChatSink;
import io.aiplat.inference.chat.ToolCall;
import io.aiplat.model.spend.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Collector of one text that is sent in one piece: puts its parts together.
public final class CollectedText implements ChatSink {
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder reasoning = new StringBuilder();
    private final List<ToolCall> calls = new ArrayList<>();
    private final List<TokenLogprob> logprobs = new ArrayList<>();
    private ChatDelta.@Nullable Finished end;

    @Override
    public void accept(ChatDelta part) {
        switch (part) {
            case ChatDelta.Text more -> {
                text.append(more.text());
                logprobs.addAll(more.logprobs());
            }
            case ChatDelta.Reasoning more -> reasoning.append(more.text());
            case ChatDelta.Call call -> calls.add(call.call());
            case ChatDelta.Finished finished -> end = finished;
        }
    }

    /// Whether the last part came.
    public boolean isFinished() {
        return end != null;
    }

    /// The answer's text so far; empty for nothing.
    public String text() {
        return text.toString();
    }

    /// What the model thought before; empty for nothing.
    public String reasoning() {
        return reasoning.toString();
    }

    /// The tools that the model wants called, so far.
    public List<ToolCall> calls() {
        return calls;
    }

    /// How likely the tokens of the text so far were; empty where nobody asked.
    public List<TokenLogprob> logprobs() {
        return logprobs;
    }

    /// Why the answer ended.
    ///
    /// @throws NullPointerException if it has not
    public ChatDelta.FinishReason reason() {
        return end().reason();
    }

    /// What several texts cost together.
    public static TokenUsage usageOf(List<CollectedText> answers) {
        return answers.stream()
                .map(CollectedText::usage)
                .reduce(TokenUsage::plus)
                .orElseThrow();
    }

    /// What it cost.
    public TokenUsage usage() {
        return end().usage();
    }

    private ChatDelta.Finished end() {
        return Objects.requireNonNull(end, "not finished");
    }
}
