package io.aiplat.quality.trace;

import org.jspecify.annotations.Nullable;

/// Sender of observations: whose key they came with.
///
/// @param key  its name
/// @param team of the key; null for none
public record TraceSender(String key, @Nullable String team) {
    /// Whether what this sender says may be read by who reads a trace: it belongs to the team that began it, and
    /// administrators of that team read all of it. A trace of no team is read by administrators of everything.
    ///
    /// @param first who began the trace
    boolean mayBeReadWith(TraceSender first) {
        return first.team == null || first.team.equals(team);
    }
}
