package io.aiplat.supply.download;

import java.util.concurrent.TimeUnit;

/// Rate limit in bytes for each second, shared by all who take from it.
public final class ByteRate {
    /// As fast as it goes.
    public static final ByteRate UNLIMITED = new ByteRate(0);

    /// After idle time at most as much comes at once.
    private static final long BURST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final long bytesPerSecond;
    private long next = System.nanoTime();

    /// @param bytesPerSecond at most; 0 for as fast as it goes
    public ByteRate(long bytesPerSecond) {
        if (bytesPerSecond < 0) {
            throw new IllegalArgumentException("a rate is no less than nothing: " + bytesPerSecond);
        }
        this.bytesPerSecond = bytesPerSecond;
    }

    /// How much to read at once: small enough for the rate to be even.
    int piece(int largest) {
        return bytesPerSecond == 0 ? largest : Math.clamp(bytesPerSecond / 20, 1, largest);
    }

    /// Waits until bytes that came are allowed to have come.
    void take(int bytes) throws InterruptedException {
        if (bytesPerSecond == 0) {
            return;
        }
        long wait;
        synchronized (this) {
            long now = System.nanoTime();
            if (next - now < -BURST_NANOS) {
                next = now - BURST_NANOS;
            }
            next += (long) (bytes * 1e9 / bytesPerSecond);
            wait = next - now;
        }
        if (wait > 0) {
            TimeUnit.NANOSECONDS.sleep(wait);
        }
    }
}
