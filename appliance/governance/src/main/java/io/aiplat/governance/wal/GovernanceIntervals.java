package io.aiplat.governance.wal;

import java.time.Duration;

/// Intervals of the checkpoint worker: how often it does what it does.
///
/// @param fold        writes what the journal has into the store
/// @param poll        looks whether another process changed keys or limits
/// @param force       hands the journal to the disk; what a loss of power can cost is this much
/// @param segmentSize of the journal's files, in bytes: a multiple of 64, 64 KiB or more
public record GovernanceIntervals(Duration fold, Duration poll, Duration force, int segmentSize) {
    /// For production: four times, twice and once a second; files of 16 MiB, room for 130,000 requests.
    public static final GovernanceIntervals NORMAL =
            new GovernanceIntervals(Duration.ofMillis(250), Duration.ofMillis(500), Duration.ofSeconds(1), 16 << 20);

    public GovernanceIntervals {
        if (segmentSize < 1 << 16 || segmentSize % WalSegment.RECORD != 0) {
            throw new IllegalArgumentException("a segment has a multiple of 64 bytes, 64 KiB or more");
        }
    }
}
