package io.aiplat.host.probe;

import io.aiplat.model.Problem;

/// Result of a probe: it passes, warns or refuses.
public sealed interface ProbeResult {
    /// All is well.
    ///
    /// @param saw what was seen, a few words
    record Pass(String saw) implements ProbeResult {}

    /// It will work, with a drawback.
    record Warn(Problem problem) implements ProbeResult {}

    /// It will not work.
    record Refuse(Problem problem) implements ProbeResult {}
}
