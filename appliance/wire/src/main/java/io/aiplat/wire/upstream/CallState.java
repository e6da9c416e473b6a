package io.aiplat.wire.upstream;

import io.aiplat.wire.http.MalformedHead;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/// State of a call, with one atomic transition to its end: whoever is first ends it, and only once.
///
/// A call that is over may have given its connection to the next one, so an abort or a time-out that comes late
/// must not touch it. All three ends compete for one transition, and only the winner closes anything.
final class CallState {
    private enum State {
        OPEN,
        ENDED,
        ABORTED,
        EXPIRED
    }

    private final LongSupplier nanos;
    private final Duration connect;
    private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);
    private volatile CallPhase phase = CallPhase.QUEUE;
    private volatile long end;
    private volatile boolean armed;

    CallState(LongSupplier nanos, Duration connect) {
        this.nanos = nanos;
        this.connect = connect;
    }

    /// Begins to wait for something.
    void await(CallPhase next, CallTimeouts patience) {
        phase = next;
        end = patience.end(next, connect, nanos.getAsLong());
        armed = true;
    }

    /// Stops to wait: the time until the next [#await] is the caller's own.
    void rest() {
        armed = false;
    }

    /// Ends as the owner wants it.
    ///
    /// @return false if somebody else ended it before
    boolean end() {
        return state.compareAndSet(State.OPEN, State.ENDED);
    }

    /// Ends as called off.
    ///
    /// @return false if it was over
    boolean abort() {
        return state.compareAndSet(State.OPEN, State.ABORTED);
    }

    /// Ends as timed out, if it is time.
    ///
    /// @return false if it is not, or was over
    boolean expire(long now) {
        return armed && now - end >= 0 && state.compareAndSet(State.OPEN, State.EXPIRED);
    }

    boolean isOpen() {
        return state.get() == State.OPEN;
    }

    /// Goes on only if nobody else ended it.
    void check() throws UpstreamFailure {
        switch (state.get()) {
            case OPEN, ENDED -> {}
            case ABORTED -> throw new UpstreamFailure.Aborted();
            case EXPIRED -> throw new UpstreamFailure.TimedOut(phase);
        }
    }

    /// What a failed read or write means: that somebody closed the connection here, or what it looks like.
    UpstreamFailure failure(IOException seen) {
        try {
            check();
        } catch (UpstreamFailure ours) {
            ours.addSuppressed(seen);
            return ours;
        }
        return switch (seen) {
            case UpstreamFailure known -> known;
            case EOFException _ -> new UpstreamFailure.Cut("the connection ended before the answer", seen);
            case MalformedHead _ -> new UpstreamFailure.Malformed(String.valueOf(seen.getMessage()));
            default -> new UpstreamFailure.Cut("the connection broke: " + seen.getMessage(), seen);
        };
    }
}
