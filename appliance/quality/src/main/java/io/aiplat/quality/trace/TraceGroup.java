package io.aiplat.quality.trace;

import org.jspecify.annotations.Nullable;

/// Group of traces, such as those of a session or of a user, summed.
///
/// @param name    that they share
/// @param others  how many users a session has, or how many sessions a user
/// @param traces  how many there are
/// @param failed  of how many something failed
/// @param started nanoseconds since 1970, of the first
/// @param last    nanoseconds since 1970, when the last of them began
/// @param millis  that they took together
/// @param input   tokens
/// @param output  tokens
/// @param micros  cost in millionths of the currency; null where none of them has one
public record TraceGroup(
        String name,
        int others,
        int traces,
        int failed,
        long started,
        long last,
        long millis,
        long input,
        long output,
        @Nullable Long micros) {
    /// By what traces are grouped.
    public enum By {
        /// The conversation that they are parts of.
        SESSION("session", "user"),
        /// Whom they were done for.
        USER("user", "session");

        private final String column;
        private final String other;

        By(String column, String other) {
            this.column = column;
            this.other = other;
        }

        /// What it is called, in the store and on the API.
        public String column() {
            return column;
        }

        String other() {
            return other;
        }
    }
}
