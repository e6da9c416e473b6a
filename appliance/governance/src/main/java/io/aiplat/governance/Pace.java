package io.aiplat.governance;

import java.time.Duration;

/// How often the background thread does what it does.
///
/// @param fold        writes what the journal has into the store
/// @param poll        looks whether another process changed keys or limits
/// @param force       hands the journal to the disk; what a loss of power can cost is this much
/// @param segmentSize of the journal's files, in bytes: a multiple of 64, 64 KiB or more
public record Pace(Duration fold, Duration poll, Duration force, int segmentSize) {
    /// For production: four times, twice and once a second; files of 16 MiB, room for 130,000 requests.
    public static final Pace NORMAL =
            new Pace(Duration.ofMillis(250), Duration.ofMillis(500), Duration.ofSeconds(1), 16 << 20);

    public Pace {
        if (segmentSize < 1 << 16 || segmentSize % Segment.RECORD != 0) {
            throw new IllegalArgumentException("a segment has a multiple of 64 bytes, 64 KiB or more");
        }
    }
}
