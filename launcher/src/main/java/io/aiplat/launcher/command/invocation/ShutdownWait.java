package io.aiplat.launcher.command.invocation;

import io.aiplat.model.ExitCode;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jline.utils.Signals;

/// Serves until somebody wants it to end.
public final class ShutdownWait {
    /// Between two looks; soon enough for whoever edits a file and tries it.
    private static final long LOOK_MILLIS = 500;

    private ShutdownWait() {}

    /// Waits, and looks now and then.
    ///
    /// SIGTERM is how a service is asked to end, which is no failure; it reaches this thread as an interruption,
    /// and so does Ctrl-C, which a person at the terminal means.
    ///
    /// @param ready tells that it serves; whoever reads that may end it at once
    public static ExitCode untilStopped(Runnable ready, Runnable look) {
        AtomicBoolean pressed = new AtomicBoolean();
        Thread serving = Thread.currentThread();
        Object before = Signals.register("INT", () -> {
            pressed.set(true);
            serving.interrupt();
        });
        try {
            ready.run();
            while (true) {
                Thread.sleep(LOOK_MILLIS);
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
