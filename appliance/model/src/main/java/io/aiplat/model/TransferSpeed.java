package io.aiplat.model;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// Speed of a transfer, made of what a [Progress] reports: the mean of the last ten seconds, so that it neither jumps
/// with each report nor remembers yesterday's network. What was there at the first report was not transferred now.
///
/// For one thread.
public final class TransferSpeed {
    private static final Duration WINDOW = Duration.ofSeconds(10);
    private static final Duration BETWEEN = Duration.ofMillis(500);
    /// Less is said of nothing: the first second of a transfer tells little.
    private static final Duration LEAST = Duration.ofSeconds(1);
    /// What is counted in fewer is counted in other things than bytes.
    private static final long LEAST_BYTES = 1 << 16;

    private final Deque<Sample> samples = new ArrayDeque<>();
    private long total;

    private record Sample(Instant at, long done) {}

    /// How fast it is.
    ///
    /// @param bytesPerSecond at least 0
    /// @param left           time until the end at that speed; null while nothing comes
    public record Estimate(long bytesPerSecond, @Nullable Duration left) {}

    /// Takes a report.
    ///
    /// @param done  bytes, as [Progress] has them
    /// @param all   bytes there are; 0 while that is unknown
    /// @return null while nothing can be said: at the beginning, and where no bytes are counted
    public @Nullable Estimate at(long done, long all, Instant now) {
        Sample last = samples.peekLast();
        if (all != total || (last != null && done < last.done)) {
            // It is another transfer, or one that began anew.
            samples.clear();
            total = all;
            last = null;
        }
        if (all < LEAST_BYTES) {
            return null;
        }
        if (last == null || Duration.between(last.at, now).compareTo(BETWEEN) >= 0) {
            samples.addLast(new Sample(now, done));
        }
        Sample first = samples.getFirst();
        while (samples.size() > 2 && Duration.between(first.at, now).compareTo(WINDOW) > 0) {
            samples.removeFirst();
            first = samples.getFirst();
        }
        Duration span = Duration.between(first.at, now);
        if (span.compareTo(LEAST) < 0) {
            return null;
        }
        long speed = (long) ((done - first.done) * 1000.0 / span.toMillis());
        return new Estimate(speed, speed == 0 ? null : Duration.ofSeconds(Math.ceilDiv(all - done, speed)));
    }
}
