package io.aiplat.routing.balancing;

import io.aiplat.routing.Cooldown;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Circuit breaker of a deployment: whether it may be asked, as real traffic shows it.
///
/// ```
///            failure                 failures enough, or one that pauses
///   Closed ──────────► Counting ───────────────────────────► Open ◄──┐
///    ▲ ▲    success       │                                   │ over │ failure
///    │ └──────────────────┘                                   ▼      │
///    └────────────────────────── success ──────────────── HalfOpen ──┘
/// ```
///
/// Times are readings of one monotonic clock in nanoseconds.
final class CircuitBreaker {
    private final AtomicReference<State> state = new AtomicReference<>(State.Closed.CLOSED);

    sealed interface State {
        /// Nothing is known against it.
        enum Closed implements State {
            CLOSED
        }

        /// It failed lately.
        ///
        /// @param first when the first of the failures was
        record Counting(int failures, long first) implements State {}

        /// It is left alone.
        record Open(long until) implements State {}

        /// One request finds out whether it is well again; no other is sent meanwhile.
        enum HalfOpen implements State {
            HALF_OPEN
        }
    }

    /// What a request that wants to be sent is told.
    enum Permission {
        /// Go.
        ALLOWED,
        /// Go, and its outcome decides.
        TRIAL,
        /// Go elsewhere.
        DENIED
    }

    State state() {
        return state.get();
    }

    /// Whether a request might be sent now.
    boolean allows(long now) {
        return switch (state.get()) {
            case State.Closed _, State.Counting _ -> true;
            case State.Open(long until) -> now - until >= 0;
            case State.HalfOpen _ -> false;
        };
    }

    /// How long it is left alone; zero where it may be asked or is being tried.
    Duration pause(long now) {
        return state.get() instanceof State.Open(long until) && until - now > 0
                ? Duration.ofNanos(until - now)
                : Duration.ZERO;
    }

    /// Admits one request; the first after a pause is the trial.
    Permission enter(long now) {
        State seen = state.get();
        return switch (seen) {
            case State.Closed _, State.Counting _ -> Permission.ALLOWED;
            case State.Open(long until) ->
                now - until >= 0 && state.compareAndSet(seen, State.HalfOpen.HALF_OPEN)
                        ? Permission.TRIAL
                        : Permission.DENIED;
            case State.HalfOpen _ -> Permission.DENIED;
        };
    }

    void succeeded(boolean trial) {
        // A single read where all is well: successes are many, and must not contend for one cache line.
        State seen = state.get();
        if (seen instanceof State.Counting || (trial && seen instanceof State.HalfOpen)) {
            state.compareAndSet(seen, State.Closed.CLOSED);
        }
    }

    /// A trial that ended without saying anything: the next request is one.
    void undecided(long now) {
        state.compareAndSet(State.HalfOpen.HALF_OPEN, new State.Open(now));
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
            case State.Closed _ -> counted(1, now, atOnce, until, cooldown);
            case State.Counting(int failures, long first) ->
                now - first <= cooldown.within().toNanos()
                        ? counted(failures + 1, first, atOnce, until, cooldown)
                        : counted(1, now, atOnce, until, cooldown);
            case State.Open(long before) -> new State.Open(atOnce && until - before > 0 ? until : before);
            // Only the trial decides; the others were sent before the pause.
            case State.HalfOpen _ -> trial ? new State.Open(until) : seen;
        };
        State before = state.getAndUpdate(next);
        return !(before instanceof State.Open) && next.apply(before) instanceof State.Open;
    }

    private static State counted(int failures, long first, boolean atOnce, long until, Cooldown cooldown) {
        return atOnce || failures >= cooldown.failures() ? new State.Open(until) : new State.Counting(failures, first);
    }
}
