package io.aiplat.launcher.command.invocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.launcher.wiring.ProcessContext;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.ExitCode;
import io.aiplat.model.Problem;
import io.aiplat.model.ProblemCode;
import io.aiplat.store.Home;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailuresTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final GlobalOptions options = new GlobalOptions();

    private int failed(Exception e) {
        options.home = folder.resolve("home");
        PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
        ProcessContext surroundings = new ProcessContext(
                Map.of(), Map.of(), folder, InputStream.nullInputStream(), stream, stream, false, () -> false);
        return new Failures(new Invocation(surroundings, options)).failed(e);
    }

    private String told() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private static Problem problem(String id, ExitCode exit) {
        return new Problem(new ProblemCode(id, exit), "It broke", "The cause.", List.of("Mend it"));
    }

    @Test
    void aProblemIsPrintedOnceAndItsCodeIsTheStatus() {
        Problem problem = problem("ROOM_WHAT", ExitCode.STEP_FAILED);
        assertEquals(5, failed(new ApplianceException(problem)));
        assertEquals(problem.toText(), told());
    }

    @Test
    void theFirstOfSeveralProblemsIsTheStatus() {
        Problem first = problem("ROOM_FIRST", ExitCode.HOST);
        Problem second = problem("ROOM_SECOND", ExitCode.SETTINGS);
        assertEquals(4, failed(new CommandProblemsException(List.of(first, second))));
        assertEquals(first.toText() + second.toText(), told());
    }

    @Test
    void anInterruptionIsNoBugHoweverALibraryWrapsIt() {
        assertEquals(130, failed(new InterruptedException()));
        Thread.currentThread().interrupt();
        assertEquals(130, failed(new IllegalStateException("wrapped")));
        assertFalse(Thread.interrupted(), "the flag is taken, or cleaning up would be interrupted as well");
        assertEquals(130, failed(new RuntimeException(new InterruptedException())));
    }

    @Test
    void aProblemThatComesOfAnInterruptionIsNotTheCause() {
        Problem problem = problem("ROOM_WHAT", ExitCode.STEP_FAILED);
        assertEquals(130, failed(new ApplianceException(problem, new ClosedByInterruptException())));
        assertFalse(told().contains("ROOM_WHAT"), told());
    }

    @Test
    void anythingElseIsABugWhoseStackTraceIsKept() throws IOException {
        new Home(folder.resolve("home")).open();
        assertEquals(1, failed(new IllegalStateException("two")));
        Path log = folder.resolve("home/logs/bugs.log");
        assertTrue(told().contains("java.lang.IllegalStateException: two"), told());
        assertTrue(told().contains(log.toString()), told());
        assertFalse(told().contains("\tat "), told());
        assertTrue(Files.readString(log).contains("\tat "), "stack trace in the log");
    }

    @Test
    void aHomeThatIsGoneIsNotMadeAgainForABug() {
        assertEquals(1, failed(new IllegalStateException("two")));
        assertTrue(told().contains("could not be kept"), told());
        assertFalse(Files.exists(folder.resolve("home")));
    }

    @Test
    void verboseShowsTheStackTrace() {
        options.verbose = true;
        failed(new IllegalStateException("two"));
        assertTrue(told().contains("\tat "), told());
    }

    @Test
    void aBugIsToldEvenWhereItCannotBeKept() throws IOException {
        Files.writeString(folder.resolve("home"), "a file in the way");
        assertEquals(1, failed(new IllegalStateException("two")));
        assertTrue(told().contains("could not be kept"), told());
    }
}
