package io.aiplat.wire.upstream;

import java.io.IOException;

/// A call to an upstream that brought no whole answer. What an upstream answers is never one, whatever the
/// status.
public abstract sealed class UpstreamFailure extends IOException {

    UpstreamFailure(String message, Throwable cause) {
        super(message, cause);
    }

    UpstreamFailure(String message) {
        super(message);
    }

    /// Whether the upstream has certainly seen nothing of the request, so that any other may be asked.
    public boolean unsent() {
        return switch (this) {
            case Unreachable _ -> true;
            case TimedOut late -> late.phase() == CallPhase.QUEUE || late.phase() == CallPhase.CONNECT;
            case Cut _, Malformed _, Aborted _ -> false;
        };
    }

    /// No connection could be made.
    public static final class Unreachable extends UpstreamFailure {
        Unreachable(String authority, IOException cause) {
            super("no connection to " + authority + ": " + cause.getMessage(), cause);
        }
    }

    /// The connection ended before the answer did.
    public static final class Cut extends UpstreamFailure {
        Cut(String message, IOException cause) {
            super(message, cause);
        }

        Cut(String message) {
            super(message);
        }
    }

    /// What came is no answer of HTTP/1.1.
    public static final class Malformed extends UpstreamFailure {
        Malformed(String reason) {
            super("the answer is not HTTP: " + reason);
        }
    }

    /// It took longer than the caller is patient.
    public static final class TimedOut extends UpstreamFailure {
        private final CallPhase phase;

        TimedOut(CallPhase phase) {
            super("waited too long " + phase.words());
            this.phase = phase;
        }

        /// What it was waiting for.
        public CallPhase phase() {
            return phase;
        }
    }

    /// Somebody here called it off.
    public static final class Aborted extends UpstreamFailure {
        Aborted() {
            super("called off");
        }
    }
}
