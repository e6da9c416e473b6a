package io.aiplat.quality.trace;

import org.jspecify.annotations.Nullable;

/// Query for traces, newest first.
///
/// @param user    of the traces; null for any
/// @param session of the traces; null for any
/// @param team    of the keys they came with; null for any
/// @param key     they came with; null for any
/// @param name    a part of their names; null for any
/// @param failed  whether only those of which something failed
/// @param after   that began then or later, in nanoseconds since 1970; null for any
/// @param before  that began before this, in nanoseconds since 1970; null for the newest
/// @param limit   1 to [#MOST]
public record TraceQuery(
        @Nullable String user,
        @Nullable String session,
        @Nullable String team,
        @Nullable String key,
        @Nullable String name,
        boolean failed,
        @Nullable Long after,
        @Nullable Long before,
        int limit) {
    /// Most that are told at once.
    public static final int MOST = 200;

    public TraceQuery {
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("1 to " + MOST + " traces are told at once");
        }
    }

    /// The newest.
    public static TraceQuery newest(int limit) {
        return new TraceQuery(null, null, null, null, null, false, null, null, limit);
    }
}
