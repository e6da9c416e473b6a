package io.aiplat.cluster;

import io.aiplat.model.Readiness;
import java.time.Duration;
import java.util.function.Supplier;

/// Polls as the engine does.
public final class Waits {
    private Waits() {}

    /// Until it is ready.
    public static void until(Duration limit, Supplier<Readiness> look) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            switch (look.get()) {
                case Readiness.Ready _ -> {
                    return;
                }
                case Readiness.Never(var problem) -> throw new AssertionError(problem.toText());
                case Readiness.NotYet(var reason) -> {
                    if (System.nanoTime() > end) {
                        throw new AssertionError("not ready after " + limit + ": " + reason);
                    }
                    Thread.sleep(200);
                }
            }
        }
    }
}
