package io.aiplat.gateway.surface;

import io.aiplat.models.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What several texts cost together.
public final class Spent {
    private Spent() {}

    static Usage by(List<WholeAnswer> answers) {
        return answers.stream().map(WholeAnswer::usage).reduce(Spent::sum).orElseThrow();
    }

    /// Both together; what one of them does not say is unknown of both.
    public static Usage sum(Usage one, Usage other) {
        return new Usage(
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
