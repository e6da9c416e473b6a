package io.aiplat.launcher.command;

import io.aiplat.model.ExitCode;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jline.utils.Signals;

/// Serves until somebody wants it to end.
final class Stopping {
    private Stopping() {}

    /// Waits.
    ///
    /// @param ready tells that it serves; whoever reads that may end it at once
    static ExitCode untilStopped(Runnable ready) {
        return untilStopped(ready, Long.MAX_VALUE, () -> {});
    }

    /// Waits, and does something now and then.
    ///
    /// SIGTERM is how a service is asked to end, which is no failure; it reaches this thread as an interruption,
    /// and so does Ctrl-C, which a person at the terminal means.
    ///
    /// @param ready  tells that it serves; whoever reads that may end it at once
    /// @param millis between two times
    static ExitCode untilStopped(Runnable ready, long millis, Runnable look) {
        AtomicBoolean pressed = new AtomicBoolean();
        Thread serving = Thread.currentThread();
        Object before = Signals.register("INT", () -> {
            pressed.set(true);
            serving.interrupt();
        });
        try {
            ready.run();
            while (true) {
                Thread.sleep(millis);
                look.run();
            }
        } catch (InterruptedException e) {
            // Obeyed by returning; closing must not be interrupted as well.
            return pressed.get() ? ExitCode.INTERRUPTED : ExitCode.OK;
        } finally {
            Signals.unregister("INT", before);
        }
    }
}
