package io.aiplat.gateway.surface;

import io.aiplat.models.ChatPart;
import io.aiplat.models.ChatPart.TokenLogprob;
import io.aiplat.models.ChatSink;
import io.aiplat.models.ToolCall;
import io.aiplat.models.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Collects the parts of one text that is sent in one piece.
public final class WholeAnswer implements ChatSink {
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder reasoning = new StringBuilder();
    private final List<ToolCall> calls = new ArrayList<>();
    private final List<TokenLogprob> logprobs = new ArrayList<>();
    private ChatPart.@Nullable Finished end;

    @Override
    public void accept(ChatPart part) {
        switch (part) {
            case ChatPart.Text more -> {
                text.append(more.text());
                logprobs.addAll(more.logprobs());
            }
            case ChatPart.Reasoning more -> reasoning.append(more.text());
            case ChatPart.Call call -> calls.add(call.call());
            case ChatPart.Finished finished -> end = finished;
        }
    }

    /// Whether the last part came.
    public boolean isFinished() {
        return end != null;
    }

    String text() {
        return text.toString();
    }

    /// What the model thought before; empty for nothing.
    String reasoning() {
        return reasoning.toString();
    }

    List<ToolCall> calls() {
        return calls;
    }

    List<TokenLogprob> logprobs() {
        return logprobs;
    }

    ChatPart.FinishReason reason() {
        return end().reason();
    }

    /// What it cost.
    public Usage usage() {
        return end().usage();
    }

    private ChatPart.Finished end() {
        return Objects.requireNonNull(end, "not finished");
    }
}
