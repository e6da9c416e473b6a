package io.aiplat.store.log;

import java.time.Instant;

/// Entry of the [StepLog].
///
/// @param run    which run of the plan it belongs to
/// @param step   title of the step
/// @param mark   what happened to it
/// @param detail a few words; the problem's code and what where it failed; empty where it began
public record StepLogEntry(Instant at, String run, String step, Mark mark, String detail) {
    /// What happened to a step. A step that began and has no other mark was cut off.
    public enum Mark {
        /// It began.
        BEGUN,
        /// It changed something and was seen to work.
        DONE,
        /// It was already so.
        UNCHANGED,
        /// It did not work.
        FAILED
    }
}
