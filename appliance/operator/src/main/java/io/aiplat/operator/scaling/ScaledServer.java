package io.aiplat.operator.scaling;

import io.aiplat.routing.Origin;
import io.aiplat.routing.scaling.ColdStart;
import io.aiplat.routing.scaling.RouteLoad;
import io.aiplat.routing.scaling.StartResult;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Scaled server: how many copies of one inference server there are to be, by what is asked of its route. It only
/// says so; whoever realizes the server makes it true, and says what has become of it. Safe for several threads.
///
/// Two races are closed here. A request first counts itself in and then looks whether a copy runs, while the last
/// copy first stops running and then the requests are counted: so one of the two sees the other. Where gateways are
/// other processes, the copy stays until all of them have heard that it stops. And a start that was
/// asked for is not taken back before it has come to something, however long nobody asks any more: who has to fetch
/// a model for longer than clients wait would never get there.
public final class ScaledServer implements ColdStart {
    private final Origin origin;
    private final Supplier<RouteLoad> load;
    private final BooleanSupplier heard;
    private final Runnable changed;
    private final LongSupplier nanos;
    private final CopyCount copies;

    private volatile boolean running = true;
    private @Nullable Rule rule;
    private @Nullable CompletableFuture<StartResult> start;
    private int taken;
    private boolean answering;
    private boolean failed;
    private boolean leaving;
    private long ended;

    /// How a server is scaled.
    ///
    /// @param min    copies at least; 0 where none is there as long as nobody asks
    /// @param max    copies at most
    /// @param target requests at once for each copy
    /// @param idle   how long fewer have to do before there are fewer
    public record Rule(int min, int max, int target, Duration idle) {
        /// As long as something else says how many there are of those that there are.
        public Rule wakingOnly() {
            return new Rule(Math.min(min, 1), 1, target, idle);
        }

        private int asked(int requests) {
            return Math.clamp(Math.ceilDiv(requests, target), min, max);
        }
    }

    /// @param load    of its route
    /// @param heard   whether all who send requests know that none runs
    /// @param changed called when there are to be more or fewer copies
    ScaledServer(Origin origin, Supplier<RouteLoad> load, BooleanSupplier heard, Runnable changed, LongSupplier nanos) {
        this.origin = origin;
        this.load = load;
        this.heard = heard;
        this.changed = changed;
        this.nanos = nanos;
        this.copies = new CopyCount(1, nanos.getAsLong());
    }

    /// Is scaled by another rule from now on.
    ///
    /// @param other null where the number of copies is fixed, or said by others
    /// @param there how many there are or were to be until now
    public synchronized void follow(@Nullable Rule other, int there) {
        if (!Objects.equals(other, rule)) {
            leaving = false;
        }
        if (other == null) {
            rule = null;
            running = true;
            come(new StartResult.Awake());
            return;
        }
        if (!other.equals(rule)) {
            long now = nanos.getAsLong();
            // What was woken just now is not there yet, and what others have scaled is more than was counted here.
            int until = rule == null ? there : copies.count() == 0 ? 0 : Math.max(there, 1);
            copies.become(Math.clamp(until, other.min, other.max), now);
            if (rule == null) {
                ended = load.get().ended();
            }
            rule = other;
            run();
        }
    }

    /// How many copies there are to be, for whoever makes it so.
    public synchronized int take() {
        taken = copies.count();
        return taken;
    }

    /// How many copies there are to be.
    public synchronized int copies() {
        return copies.count();
    }

    /// Takes in what has become of the copies.
    ///
    /// @param answers whether one of those that there are to be answers
    /// @param broken  whether it is known that none will, as things are
    public synchronized void found(boolean answers, boolean broken) {
        if (answers && !answering) {
            // It has done nothing yet that it could rest from.
            copies.become(copies.count(), nanos.getAsLong());
        }
        // A copy that is about to go, because none was wanted when somebody looked last, is none.
        answering = answers && copies.count() > 0 && taken > 0;
        failed = broken && !answering;
        run();
        if (answering) {
            come(new StartResult.Awake());
        } else if (failed && copies.count() > 0) {
            come(failure());
        }
    }

    /// Where none is there on purpose, requests wait for one; else they are told when it is away.
    private void run() {
        running = rule == null || rule.min > 0 || (answering && !leaving);
    }

    private void come(StartResult result) {
        CompletableFuture<StartResult> waited = start;
        start = null;
        if (waited != null) {
            waited.complete(result);
        }
    }

    /// Why none can be started as things are, for those who ask elsewhere; null where that is not known.
    public synchronized @Nullable String trouble() {
        return failed && copies.count() > 0 ? failure().where() : null;
    }

    private StartResult.Failed failure() {
        return new StartResult.Failed("The status of " + origin.name() + " says why.");
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public CompletableFuture<StartResult> start() {
        CompletableFuture<StartResult> result;
        boolean woken;
        synchronized (this) {
            if (running) {
                return CompletableFuture.completedFuture(new StartResult.Awake());
            }
            if (failed && copies.count() > 0) {
                return CompletableFuture.completedFuture(failure());
            }
            if (start == null) {
                start = new CompletableFuture<>();
            }
            result = start;
            woken = copies.count() == 0;
            if (woken) {
                failed = false;
                copies.become(1, nanos.getAsLong());
            }
        }
        if (woken) {
            changed.run();
        }
        return result;
    }

    /// Looks at its load.
    void look() {
        boolean other;
        synchronized (this) {
            Rule by = rule;
            if (by == null) {
                return;
            }
            int before = copies.count();
            RouteLoad now = load.get();
            boolean busy = now.ended() != ended;
            ended = now.ended();
            int asked = by.asked(Math.max(now.inFlight(), busy ? 1 : 0));
            if (before > 0 && !answering && !failed) {
                asked = Math.max(asked, 1);
            }
            if (leaving) {
                leave(before, asked > 0);
            } else {
                copies.ask(asked, by.idle.toNanos(), nanos.getAsLong());
                if (copies.count() == 0 && before > 0) {
                    leaving = true;
                    run();
                    // One may have come in this moment, and have seen it running.
                    leave(before, load.get().inFlight() > 0);
                }
            }
            other = copies.count() != before;
        }
        if (other) {
            changed.run();
        }
    }

    /// The last copies go, unless somebody asks before all have heard of it.
    private void leave(int before, boolean asked) {
        if (asked || !heard.getAsBoolean()) {
            leaving = !asked;
            copies.become(before, nanos.getAsLong());
            run();
            if (running) {
                come(new StartResult.Awake());
            }
            return;
        }
        leaving = false;
        answering = false;
        failed = false;
        copies.become(0, nanos.getAsLong());
        run();
    }

    /// Is nobody's any more; who waits for it is told that it does not come.
    synchronized void end() {
        rule = null;
        running = true;
        come(failure());
    }
}
