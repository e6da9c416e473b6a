package io.aiplat.engine.run;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.Progress;
import io.aiplat.model.Readiness;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;

/// Looks again and again until something was seen ready. When the time is up, the last reason it was not
/// becomes the problem's `why`.
public final class Await {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

    private final InstantSource clock;

    /// Measures time with this clock.
    public Await(InstantSource clock) {
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
        var end = clock.instant().plus(limit);
        Duration pause = FIRST_PAUSE;
        for (boolean first = true; ; first = false) {
            switch (look.get()) {
                case Readiness.Ready _ -> {
                    return first;
                }
                case Readiness.Never(var problem) -> throw new ApplianceException(problem);
                case Readiness.NotYet(var reason) -> {
                    if (!clock.instant().isBefore(end)) {
                        throw new ApplianceException(RunProblems.notReadyInTime(what, limit, reason));
                    }
                    progress.at(reason, 0, 0);
                }
            }
            sleep(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
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
