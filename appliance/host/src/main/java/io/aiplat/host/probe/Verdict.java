package io.aiplat.host.probe;

import io.aiplat.model.Problem;

/// What a probe says.
public sealed interface Verdict {
    /// All is well.
    ///
    /// @param saw what was seen, a few words
    record Pass(String saw) implements Verdict {}

    /// It will work, with a drawback.
    record Warn(Problem problem) implements Verdict {}

    /// It will not work.
    record Refuse(Problem problem) implements Verdict {}
}
