package io.aiplat.model;

import java.util.Arrays;
import java.util.Optional;

/// What the process tells the shell. Stable: scripts depend on these numbers.
public enum ExitCode {
    /// Done, or nothing was left to do.
    OK(0),
    /// A fault of aiplat itself; a stack trace is in the log.
    BUG(1),
    /// The command line was wrong.
    USAGE(2),
    /// A setting is unknown or has an impossible value.
    SETTINGS(3),
    /// The machine is not ready: no engine, no room, no permission, port taken.
    HOST(4),
    /// A step was begun and failed.
    STEP_FAILED(5),
    /// Everything was done, but it did not become ready in time.
    NOT_READY(6),
    /// The command needs a running appliance and there is none.
    NOT_RUNNING(7),
    /// Stopped by Ctrl-C or SIGTERM; the next run goes on where this one stopped.
    INTERRUPTED(130);

    private final int status;

    ExitCode(int status) {
        this.status = status;
    }

    /// The one of a failure with this exit status; empty where there is none.
    public static Optional<ExitCode> of(int status) {
        return Arrays.stream(values())
                .filter(code -> code != OK && code.status == status)
                .findFirst();
    }

    /// The process's exit status, 0 to 255.
    public int status() {
        return status;
    }
}
