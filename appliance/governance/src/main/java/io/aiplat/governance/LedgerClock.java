package io.aiplat.governance;

import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// A hybrid clock: the time of day, believed as far as a monotonic clock agrees with it. A time of day that steps
/// is put aside first: [#trusted] goes on at the monotonic clock's pace. It is believed once it has held on: ten
/// minutes where it went forward (a machine that slept, a clock that was set after the start), an hour where it
/// went back.
///
/// As long as the two disagree the stricter one holds: budgets count from the earlier of both (whoever reads
/// [#trusted] has the time of day too), keys expire by the later, and spend is dated by what is trusted.
final class LedgerClock {
    /// What may lie between two readings before one is in doubt, milliseconds.
    static final long TOLERANCE = 2_000;
    /// How long a time of day that stepped forward has to hold.
    static final long FORWARD_NANOS = TimeUnit.MINUTES.toNanos(10);
    /// How long one that stepped back has to hold.
    static final long BACK_NANOS = TimeUnit.HOURS.toNanos(1);

    private static final long NANOS_PER_MILLI = 1_000_000;
    // A tenth of the time that passed: more than what any service that corrects clocks does slowly.
    private static final long SLEW = 10;
    // So far from any time of day that none is within the tolerance.
    private static final long NEVER = Long.MIN_VALUE / 2;

    private final InstantSource wall;
    private final @Nullable LongSupplier nanos;
    // The last time of day at which both agreed, or NEVER while they do not.
    private volatile long agreed = NEVER;
    private long anchorMillis;
    private long anchorNanos;
    private boolean doubting;
    private long doubted;
    private long doubtedSince;
    private long adoptedAt;
    private boolean steppedBack;

    /// One that begins to look now.
    ///
    /// @param nanos  a monotonic clock; null where there is none, and the time of day is believed whatever it says
    /// @param latest when something was spent last, epoch milliseconds: an earlier time of day is in doubt
    LedgerClock(InstantSource wall, @Nullable LongSupplier nanos, long latest) {
        this.wall = wall;
        this.nanos = nanos;
        this.anchorMillis = Math.max(wall.millis(), latest);
        if (nanos != null) {
            this.anchorNanos = nanos.getAsLong();
            this.adoptedAt = anchorNanos;
        }
    }

    /// The time of day, epoch milliseconds.
    long wall() {
        return wall.millis();
    }

    /// The time that is trusted, epoch milliseconds: the time of day unless that is in doubt.
    long trusted() {
        return trusted(wall.millis());
    }

    /// The same for a time of day that was read just now.
    long trusted(long now) {
        long step = now - agreed;
        return nanos == null || (step >= -TOLERANCE && step <= TOLERANCE) ? now : compare(now, nanos.getAsLong());
    }

    private synchronized long compare(long now, long monotonic) {
        long passed = (monotonic - anchorNanos) / NANOS_PER_MILLI;
        if (passed < 0) {
            // One that goes back is none: no time has passed that could be told.
            passed = 0;
            anchorNanos = monotonic;
        }
        long expected = anchorMillis + passed;
        long off = now - expected;
        if (Math.abs(off) <= TOLERANCE) {
            doubting = false;
            anchor(expected + Math.clamp(off, -passed / SLEW, passed / SLEW), anchorNanos + passed * NANOS_PER_MILLI);
            agreed = now;
            return now;
        }
        agreed = NEVER;
        if (!doubting || Math.abs(off - doubted) > TOLERANCE) {
            doubting = true;
            doubted = off;
            doubtedSince = monotonic;
        } else if (monotonic - doubtedSince >= (off > 0 ? FORWARD_NANOS : BACK_NANOS)) {
            doubting = false;
            steppedBack |= off < 0;
            adoptedAt = monotonic;
            anchor(now, monotonic);
            agreed = now;
            return now;
        }
        return expected;
    }

    private void anchor(long millis, long monotonic) {
        anchorMillis = millis;
        anchorNanos = monotonic;
    }

    /// Whether the time was plain for the last hour: nothing that cannot be undone is done before.
    synchronized boolean isSettled() {
        return nanos == null || (!doubting && nanos.getAsLong() - adoptedAt >= BACK_NANOS);
    }

    /// Whether an earlier time of day was believed since this was asked last: what was spent is dated later than
    /// now.
    synchronized boolean steppedBack() {
        boolean was = steppedBack;
        steppedBack = false;
        return was;
    }
}
