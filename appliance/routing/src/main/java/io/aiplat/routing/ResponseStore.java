package io.aiplat.routing;

import java.time.Duration;

/// Retention policy of responses that clients may go on with by their names.
///
/// @param on        whether any are kept
/// @param keep      how long
/// @param most      bytes of all of them
/// @param mostOfKey bytes of those of one key
public record ResponseStore(boolean on, Duration keep, long most, long mostOfKey) {
    /// Nothing is kept.
    public static final ResponseStore OFF = new ResponseStore(false, Duration.ofDays(30), 1L << 30, 128L << 20);

    public ResponseStore {
        Checks.that(keep.isPositive(), "Responses are kept for more than no time.");
        Checks.that(most > 0 && mostOfKey > 0, "A store of responses has room for more than nothing.");
    }
}
