package io.aiplat.model;

import io.aiplat.model.Problem.Kind;
import java.util.regex.Pattern;

/// The stable name of a problem, its kind, and where they are finer than that, its statuses.
///
/// @param id         upper-case words joined by underscores, beginning with the room: `HOST_PORT_TAKEN`
/// @param kind       what is wrong in general
/// @param exit       how the process ends; never [ExitCode#OK]
/// @param httpStatus of an answer about it: 400 to 599
public record ProblemCode(String id, Kind kind, ExitCode exit, int httpStatus) {
    private static final Pattern ID = Pattern.compile("[A-Z][A-Z0-9]*(_[A-Z0-9]+)+");

    public ProblemCode {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("a problem code is ROOM_WHAT in upper case, not " + id);
        }
        if (exit == ExitCode.OK) {
            throw new IllegalArgumentException(id + ": a problem cannot end in success");
        }
        if (httpStatus < 400 || httpStatus > 599) {
            throw new IllegalArgumentException(id + ": " + httpStatus + " is no status of an error");
        }
    }

    /// A code that is no finer than its kind.
    public ProblemCode(String id, Kind kind) {
        this(id, kind, kind.exit());
    }

    /// A code that ends the process otherwise than its kind does. HTTP follows the finer of the two, the exit status:
    /// a port that is taken is a conflict on this machine, and nothing that whoever asks could ask otherwise.
    public ProblemCode(String id, Kind kind, ExitCode exit) {
        this(id, kind, exit, (exit == kind.exit() ? kind : Kind.of(exit)).httpStatus());
    }

    /// A code of which no more is known than how it ends the process: another process said it.
    public ProblemCode(String id, ExitCode exit) {
        this(id, Kind.of(exit), exit);
    }

    /// The same, where HTTP has a finer status for it.
    ///
    /// @param status 400 to 599
    public ProblemCode answeredWith(int status) {
        return new ProblemCode(id, kind, exit, status);
    }

    /// The reason of a condition of Kubernetes, one word in PascalCase.
    public String reason() {
        return kind.reason();
    }
}
