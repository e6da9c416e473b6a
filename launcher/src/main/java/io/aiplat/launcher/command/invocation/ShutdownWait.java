package io.aiplat.launcher.command.invocation;

import io.aiplat.model.ExitCode;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jline.utils.Signals;

/// Serves until somebody wants it to end.
public final class ShutdownWait {
    /// Between two looks; soon enough for whoever edits a file and tries it.
    private static final long LOOK_MILLIS = 500;

    /// How long a command may take to clean up once it was told to end, where it does not ask for more.
    private static final Duration USUAL = Duration.ofSeconds(20);

    private static volatile Duration patience = USUAL;

    private ShutdownWait() {}

    /// How long this process may take to end once it was told to; then it is ended.
    public static Duration patience() {
        return patience;
    }

    /// Takes more time to end than is usual, for what is let finish.
    ///
    /// @param more besides the usual
    public static void allow(Duration more) {
        patience = USUAL.plus(more);
    }

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
