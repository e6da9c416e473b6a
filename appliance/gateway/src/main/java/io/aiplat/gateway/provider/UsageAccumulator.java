package io.aiplat.gateway.provider;

import io.aiplat.gateway.upstream.Attempt;
import io.aiplat.inference.chat.ChatDelta;
import io.aiplat.model.spend.TokenUsage;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Accumulator of token usage: counts what the texts of one attempt cost, one text after the other.
final class UsageAccumulator {
    private final Attempt attempt;
    private @Nullable TokenUsage finished;
    private long prompt;
    private long pieces;
    private boolean ended;

    UsageAccumulator(Attempt attempt) {
        this.attempt = attempt;
    }

    /// Another text begins.
    void next() {
        pieces = 0;
        ended = false;
    }

    /// A part of it has come.
    void part(ChatDelta part) {
        int length = length(part);
        attempt.part(length);
        pieces += Math.max(1, length);
        TokenUsage before = finished;
        if (part instanceof ChatDelta.Finished end) {
            ended = true;
            prompt = end.usage().inputTokens();
            finished = before == null ? end.usage() : before.plus(end.usage());
            attempt.used(finished);
        } else if (before != null) {
            // If it is cut here: as many tokens as pieces or bytes, for as long a prompt as the one before.
            attempt.used(TokenUsage.estimate(before.inputTokens() + prompt, before.outputTokens() + pieces));
        }
    }

    /// Bytes of a part at most, which bound its tokens.
    private static int length(ChatDelta part) {
        return switch (part) {
            case ChatDelta.Text text -> bytes(text.text());
            case ChatDelta.Reasoning thought -> bytes(thought.text());
            case ChatDelta.Call call ->
                bytes(call.call().name()) + bytes(call.call().arguments());
            case ChatDelta.Finished _ -> 0;
        };
    }

    private static int bytes(String text) {
        int bytes = text.length();
        for (int i = 0; i < text.length(); i++) {
            bytes += text.charAt(i) < 0x80 ? 0 : 2;
        }
        return bytes;
    }

    /// Whether the last part of the present text came.
    boolean isFinished() {
        return ended;
    }

    /// Of all texts, when they are finished.
    TokenUsage usage() {
        return Objects.requireNonNull(finished, "not finished");
    }
}
