package io.aiplat.gateway.connection;

import io.aiplat.wire.http.BodyBudget;
import io.aiplat.wire.http.MalformedRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// The memory that request bodies of the whole process may take together. Who finds none waits, and is told
/// to come again where waiting does not help.
public final class BodyMemory implements BodyBudget {
    private final Semaphore free;
    private final int bytes;
    private final Duration patience;

    /// Grants.
    ///
    /// @param bytes    in all
    /// @param patience how long a body that has not begun waits; one that holds memory waits a tenth of that,
    ///     since the others may wait for what it holds
    public BodyMemory(int bytes, Duration patience) {
        this.bytes = bytes;
        this.free = new Semaphore(bytes);
        this.patience = patience;
    }

    @Override
    public void acquire(int bytes, int held) throws IOException {
        long millis = held == 0 ? patience.toMillis() : patience.toMillis() / 10;
        try {
            if (!free.tryAcquire(bytes, millis, TimeUnit.MILLISECONDS)) {
                throw new MalformedRequest(503, "too many large requests at once; try again");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for memory", e);
        }
    }

    @Override
    public void release(int bytes) {
        free.release(bytes);
    }

    /// Bytes that bodies hold now.
    public int held() {
        return bytes - free.availablePermits();
    }
}
