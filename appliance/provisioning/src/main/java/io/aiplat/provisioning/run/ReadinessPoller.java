package io.aiplat.provisioning.run;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.Progress;
import io.aiplat.model.Readiness;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// Readiness poller: looks again and again until something was seen ready.
/// When the time is up, the last reason it was not becomes the problem's `why`.
public final class ReadinessPoller {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(200);

    /// The last look begins when the time is all but up, and still deserves an answer from what is ready.
    private static final Duration SHORTEST_LOOK = Duration.ofMillis(500);

    private static final String NO_ANSWER = "The question whether it is ready was not answered in time.";

    private final InstantSource clock;

    /// Measures time with this clock.
    public ReadinessPoller(InstantSource clock) {
        this.clock = clock;
    }

    /// Waits.
    ///
    /// @param what  what is waited for, as it stands after "waiting for"
    /// @param limit after which it is a failure
    /// @param look  one look
    /// @return whether it was ready at the first look
    /// @throws ApplianceException with the last reason, when the time is up or waiting is useless
    public boolean until(String what, Duration limit, Supplier<Readiness> look, Progress progress) {
        Instant end = clock.instant().plus(limit);
        Duration left = limit;
        Duration pause = FIRST_PAUSE;
        String last = "";
        for (boolean first = true; ; first = false) {
            switch (inTime(look, left, last)) {
                case Readiness.Ready _ -> {
                    return first;
                }
                case Readiness.Never(var problem) -> throw new ApplianceException(problem);
                case Readiness.NotYet(var reason) -> {
                    Instant now = clock.instant();
                    if (!now.isBefore(end)) {
                        throw new ApplianceException(RunProblems.notReadyInTime(what, limit, reason));
                    }
                    progress.at(reason, 0, 0);
                    last = reason;
                    left = Duration.between(now, end).minus(pause);
                }
            }
            sleep(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
    }

    /// One look, given up when the time is up: whoever is asked may have more patience than whoever waits. A look
    /// that was given up is interrupted, and what it would have seen is nobody's business any more.
    ///
    /// @param last why it was not ready at the look before; empty for none
    private static Readiness inTime(Supplier<Readiness> look, Duration left, String last) {
        FutureTask<Readiness> task = new FutureTask<>(look::get);
        Thread.ofVirtual().name("look").start(task);
        try {
            return task.get(Math.max(left.toMillis(), SHORTEST_LOOK.toMillis()), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            task.cancel(true);
            return new Readiness.NotYet(last.isEmpty() ? NO_ANSWER : last + " " + NO_ANSWER);
        } catch (InterruptedException e) {
            task.cancel(true);
            Thread.currentThread().interrupt();
            throw new ApplianceException(RunProblems.interrupted(), e);
        } catch (ExecutionException e) {
            throw thrownBy(e);
        }
    }

    private static RuntimeException thrownBy(ExecutionException look) {
        return switch (look.getCause()) {
            case Error error -> throw error;
            case RuntimeException runtime -> runtime;
            case null, default -> new IllegalStateException("a look throws nothing checked", look);
        };
    }

    private static void sleep(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApplianceException(RunProblems.interrupted(), e);
        }
    }
}
