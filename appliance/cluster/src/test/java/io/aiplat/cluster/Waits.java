package io.aiplat.cluster;

import io.aiplat.model.Readiness;
import io.aiplat.testkit.Eventually;
import java.time.Duration;
import java.util.function.Supplier;

/// Polls as the engine does.
public final class Waits {
    private Waits() {}

    /// Until it is ready.
    public static void until(Duration limit, Supplier<Readiness> look) throws InterruptedException {
        Readiness last = Eventually.seen("it is ready", limit, look::get, now -> !(now instanceof Readiness.NotYet));
        if (last instanceof Readiness.Never(var problem)) {
            throw new AssertionError(problem.toText());
        }
    }
}
