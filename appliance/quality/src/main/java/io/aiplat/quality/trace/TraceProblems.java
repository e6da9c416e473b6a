package io.aiplat.quality.trace;

import io.aiplat.model.Problem;
import io.aiplat.model.Problem.Kind;
import io.aiplat.model.ProblemCode;
import java.nio.file.Path;
import java.util.List;

/// What can be wrong with traces.
public final class TraceProblems {
    private static final ProblemCode NOT_WRITTEN = new ProblemCode("TRACES_NOT_WRITTEN", Kind.UNAVAILABLE);
    private static final ProblemCode NOT_READ = new ProblemCode("TRACES_NOT_READ", Kind.UNAVAILABLE);
    private static final ProblemCode OF_ANOTHER_VERSION = new ProblemCode("TRACES_OF_ANOTHER_VERSION", Kind.CONFLICT);
    private static final ProblemCode UNKNOWN = new ProblemCode("TRACES_UNKNOWN", Kind.NOT_FOUND);

    private TraceProblems() {}

    /// Traces cannot be kept.
    ///
    /// @param why without a full stop
    public static Problem notWritten(Path file, String why) {
        return new Problem(
                NOT_WRITTEN,
                "The traces in " + file + " cannot be written",
                why + ".",
                List.of("Make room on its disk, or move the file away: it is made anew"));
    }

    /// Traces cannot be shown.
    ///
    /// @param why without a full stop
    public static Problem notRead(Path file, String why) {
        return new Problem(
                NOT_READ,
                "The traces in " + file + " cannot be read",
                why + ".",
                List.of("Move the file away, and restart aiplat: it is made anew"));
    }

    /// The file is of another version of aiplat.
    public static Problem ofAnotherVersion(Path file) {
        return new Problem(
                OF_ANOTHER_VERSION,
                "The traces in " + file + " were written by another version of aiplat",
                "Traces are kept in one format at a time, and this file is left as it is.",
                List.of("Move the file away: it is made anew", "Use the version that has written it"));
    }

    /// There is no such trace.
    public static Problem unknown(String trace) {
        return new Problem(
                UNKNOWN,
                "There is no trace " + trace,
                "It was never received, or it went for its age or for the size of the store.",
                List.of("aiplat traces list shows those that are there"));
    }
}
