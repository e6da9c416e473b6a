package io.aiplat.model;

import java.util.regex.Pattern;

/// The stable name of a kind of problem, and the exit status it ends the process with.
///
/// @param id   upper-case words joined by underscores, beginning with the room: `HOST_PORT_TAKEN`
/// @param exit never [ExitCode#OK]
public record ProblemCode(String id, ExitCode exit) {
    private static final Pattern ID = Pattern.compile("[A-Z][A-Z0-9]*(_[A-Z0-9]+)+");

    public ProblemCode {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("a problem code is ROOM_WHAT in upper case, not " + id);
        }
        if (exit == ExitCode.OK) {
            throw new IllegalArgumentException(id + ": a problem cannot end in success");
        }
    }
}
