package io.aiplat.routing.choice;

import io.aiplat.routing.Cooldown;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Whether a deployment may be asked, as real traffic shows it.
///
/// ```
///          failure                failures enough, or one that pauses
///   Well ──────────► Doubtful ──────────────────────────► Paused ◄──┐
///    ▲ ▲   success      │                                   │ over  │ failure
///    │ └────────────────┘                                   ▼       │
///    └────────────────────────── success ──────────────── Trying ───┘
/// ```
///
/// Times are readings of one monotonic clock in nanoseconds.
final class Health {
    private final AtomicReference<State> state = new AtomicReference<>(State.Well.WELL);

    sealed interface State {
        /// Nothing is known against it.
        enum Well implements State {
            WELL
        }

        /// It failed lately.
        ///
        /// @param first when the first of the failures was
        record Doubtful(int failures, long first) implements State {}

        /// It is left alone.
        record Paused(long until) implements State {}

        /// One request finds out whether it is well again; no other is sent meanwhile.
        enum Trying implements State {
            TRYING
        }
    }

    /// What a request that wants to be sent is told.
    enum Entry {
        /// Go.
        OPEN,
        /// Go, and its outcome decides.
        TRIAL,
        /// Go elsewhere.
        CLOSED
    }

    State state() {
        return state.get();
    }

    /// Whether a request might be sent now.
    boolean isOpen(long now) {
        return switch (state.get()) {
            case State.Well _, State.Doubtful _ -> true;
            case State.Paused(long until) -> now - until >= 0;
            case State.Trying _ -> false;
        };
    }

    /// How long it is left alone; zero where it may be asked or is being tried.
    Duration pause(long now) {
        return state.get() instanceof State.Paused(long until) && until - now > 0
                ? Duration.ofNanos(until - now)
                : Duration.ZERO;
    }

    /// Admits one request; the first after a pause is the trial.
    Entry enter(long now) {
        State seen = state.get();
        return switch (seen) {
            case State.Well _, State.Doubtful _ -> Entry.OPEN;
            case State.Paused(long until) ->
                now - until >= 0 && state.compareAndSet(seen, State.Trying.TRYING) ? Entry.TRIAL : Entry.CLOSED;
            case State.Trying _ -> Entry.CLOSED;
        };
    }

    void succeeded(boolean trial) {
        // A single read where all is well: successes are many, and must not contend for one cache line.
        State seen = state.get();
        if (seen instanceof State.Doubtful || (trial && seen instanceof State.Trying)) {
            state.compareAndSet(seen, State.Well.WELL);
        }
    }

    /// A trial that ended without saying anything: the next request is one.
    void undecided(long now) {
        state.compareAndSet(State.Trying.TRYING, new State.Paused(now));
    }

    /// Notes a failure.
    ///
    /// @param atOnce     whether one such failure is enough
    /// @param retryAfter what the upstream asked for; null where it did not
    /// @return whether it is left alone from now on
    boolean failed(boolean trial, boolean atOnce, @Nullable Duration retryAfter, Cooldown cooldown, long now) {
        Duration pause =
                retryAfter != null && retryAfter.compareTo(cooldown.pause()) > 0 ? retryAfter : cooldown.pause();
        // A server that asks for years is asked again tomorrow.
        long until = now + (pause.compareTo(Duration.ofDays(1)) < 0 ? pause : Duration.ofDays(1)).toNanos();
        UnaryOperator<State> next = seen -> switch (seen) {
            case State.Well _ -> counted(1, now, atOnce, until, cooldown);
            case State.Doubtful(int failures, long first) ->
                now - first <= cooldown.within().toNanos()
                        ? counted(failures + 1, first, atOnce, until, cooldown)
                        : counted(1, now, atOnce, until, cooldown);
            case State.Paused(long before) -> new State.Paused(atOnce && until - before > 0 ? until : before);
            // Only the trial decides; the others were sent before the pause.
            case State.Trying _ -> trial ? new State.Paused(until) : seen;
        };
        State before = state.getAndUpdate(next);
        return !(before instanceof State.Paused) && next.apply(before) instanceof State.Paused;
    }

    private static State counted(int failures, long first, boolean atOnce, long until, Cooldown cooldown) {
        return atOnce || failures >= cooldown.failures()
                ? new State.Paused(until)
                : new State.Doubtful(failures, first);
    }
}
