package io.aiplat.gateway.provider;

import io.aiplat.gateway.api.contract.ApiError;
import io.aiplat.gateway.call.AttemptFailed;
import io.aiplat.gateway.upstream.Attempt;
import io.aiplat.routing.TimeLimits;
import io.aiplat.routing.balancing.Failure;
import io.aiplat.routing.balancing.FailureKind;
import java.time.Duration;
import java.util.concurrent.CancellationException;

/// Timeout of a model engine: interrupts the thread that waits longer for a piece than the route allows.
/// What is asked over HTTP has its limits in the client there.
final class EngineTimeout implements AutoCloseable {
    private final Thread worker = Thread.currentThread();
    private final TimeLimits limits;
    private final long deadline;
    private final Thread clock;
    private volatile long due;
    private boolean closed;
    private boolean over;

    private EngineTimeout(Attempt attempt) {
        this.limits = attempt.chosen().route().limits();
        this.deadline = attempt.deadline();
        this.due = due(limits.firstByte());
        this.clock = Thread.ofVirtual().name("impatience").start(this::watch);
    }

    /// From now until it is closed.
    static EngineTimeout with(Attempt attempt) {
        return new EngineTimeout(attempt);
    }

    /// A piece of the answer has come.
    void piece() {
        due = due(limits.idle());
    }

    private long due(Duration limit) {
        long now = System.nanoTime();
        return now + Math.min(limit.toNanos(), deadline - now);
    }

    private void watch() {
        try {
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                Thread.sleep(Duration.ofNanos(left));
            }
        } catch (InterruptedException _) {
            // Nobody waits any more.
            return;
        }
        synchronized (this) {
            if (!closed) {
                over = true;
                worker.interrupt();
            }
        }
    }

    /// What an interrupted engine says, and why: the time is over, or, if it is not, the client has left.
    synchronized AttemptFailed explain(CancellationException cancelled) {
        if (!over) {
            throw cancelled;
        }
        return new AttemptFailed(
                Failure.of(FailureKind.TIMEOUT),
                ApiError.server(
                        504,
                        "upstream_timeout",
                        "The engine of this model has not answered in the time that its route allows.",
                        ApiError.Retry.USELESS),
                cancelled);
    }

    @Override
    public synchronized void close() {
        closed = true;
        clock.interrupt();
        if (over) {
            // It was meant for the work that has ended.
            Thread.interrupted();
        }
    }
}
