package io.aiplat.provisioning.gpu;

import io.aiplat.model.Problem;
import org.jspecify.annotations.Nullable;

/// Result of a look at a rung.
public sealed interface RungResult {
    /// It holds.
    ///
    /// @param saw what was seen, a few words
    record Holds(String saw) implements RungResult {}

    /// It does not concern this machine, or cannot be looked at now; the next rung is tried.
    ///
    /// @param why as a sentence or a few words
    record Skipped(String why) implements RungResult {}

    /// It is broken, and no rung above it can hold.
    ///
    /// @param problem what, why and how to mend it
    /// @param repair  mends it without harm; null where a person has to
    record Broken(Problem problem, @Nullable Repair repair) implements RungResult {
        /// One that a person has to mend.
        public Broken(Problem problem) {
            this(problem, null);
        }
    }
}
