package io.aiplat.model.plan;

import io.aiplat.model.Problem;

/// Result of a step: how it ended.
public sealed interface StepResult {
    /// Something was changed, and was seen to work.
    ///
    /// @param summary a few words, past tense
    record Done(String summary) implements StepResult {}

    /// It was already so.
    record Unchanged(String summary) implements StepResult {}

    /// It is not so. What was made is kept as evidence.
    record Failed(Problem problem) implements StepResult {}
}
