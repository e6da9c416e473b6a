package io.aiplat.gateway.api.contract;

import io.aiplat.inference.chat.TokenUsage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Sum of token usage: what several texts cost together.
public final class UsageSum {
    private UsageSum() {}

    /// What these answers cost together.
    ///
    /// @param answers one or more, all of them finished
    public static TokenUsage by(List<CollectedText> answers) {
        return answers.stream().map(CollectedText::usage).reduce(UsageSum::sum).orElseThrow();
    }

    /// Both together; what one of them does not say is unknown of both.
    public static TokenUsage sum(TokenUsage one, TokenUsage other) {
        return new TokenUsage(
                sum(one.inputTokens(), other.inputTokens()),
                sum(one.outputTokens(), other.outputTokens()),
                sum(one.cachedTokens(), other.cachedTokens()),
                sum(one.writtenTokens(), other.writtenTokens()),
                sum(one.reasoningTokens(), other.reasoningTokens()),
                one.estimated() || other.estimated());
    }

    /// Two of them still fit into an `int`, for a total.
    private static int sum(int one, int other) {
        return (int) Math.min((long) one + other, Integer.MAX_VALUE / 2);
    }

    private static @Nullable Integer sum(@Nullable Integer one, @Nullable Integer other) {
        return one == null || other == null ? null : Integer.valueOf(sum((int) one, (int) other));
    }
}
