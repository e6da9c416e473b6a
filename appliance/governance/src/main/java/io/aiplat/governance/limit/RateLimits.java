package io.aiplat.governance.limit;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Rate limits left: of those of key, user and team the one with the least.
///
/// @param requests null if nothing limits them
/// @param tokens   null if nothing limits them
public record RateLimits(
        @Nullable Figures requests, @Nullable Figures tokens) {
    /// Nothing limits anything.
    public static final RateLimits NONE = new RateLimits(null, null);

    /// One limit.
    ///
    /// @param limit     for a minute
    /// @param remaining what may still be asked for, never below 0
    /// @param reset     how long until all of it is there again, if nothing more is asked for
    public record Figures(long limit, long remaining, Duration reset) {}
}
