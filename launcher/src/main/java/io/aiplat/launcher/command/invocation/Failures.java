package io.aiplat.launcher.command.invocation;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.ExitCode;
import io.aiplat.model.Problem;
import io.aiplat.model.SpellingSuggestion;
import io.aiplat.store.Home;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// What becomes of a command that did not end well: its problem is printed once, and it has an exit status.
public final class Failures {
    private final Invocation invocation;

    public Failures(Invocation invocation) {
        this.invocation = invocation;
    }

    /// A command line that picocli does not accept.
    public int misused(ParameterException e) {
        CommandLine command = e.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        String typed = e instanceof UnmatchedArgumentException unmatched
                ? unmatched.getUnmatched().getFirst()
                : "";
        Problem problem = typed.isEmpty()
                ? CommandProblems.wrongLine(String.valueOf(e.getMessage()), name)
                : CommandProblems.unknownWord(typed, name, SpellingSuggestion.to(typed, words(command)));
        invocation.output().problem(problem);
        return problem.code().exit().status();
    }

    private static List<String> words(CommandLine command) {
        return Stream.concat(
                        command.getSubcommands().keySet().stream(),
                        command.getCommandSpec().optionsMap().keySet().stream())
                .toList();
    }

    /// A command that threw.
    public int failed(Exception e) {
        boolean interrupted = isInterruption(e);
        return switch (e) {
            // What a room found wrong because it was interrupted is not what is wrong.
            case ApplianceException known when !interrupted || saysSo(known) -> tell(List.of(known.problem()));
            case CommandProblemsException refusal -> tell(refusal.problems());
            default -> interrupted ? tell(List.of(CommandProblems.interrupted())) : bug(e);
        };
    }

    private static boolean saysSo(ApplianceException e) {
        return e.problem().code().exit() == ExitCode.INTERRUPTED;
    }

    /// A library may wrap the interruption in an exception of its own, or only set the flag again.
    private static boolean isInterruption(Exception e) {
        boolean flag = Thread.interrupted();
        return flag
                || Stream.<Throwable>iterate(e, Objects::nonNull, Throwable::getCause)
                        .anyMatch(t -> t instanceof InterruptedException || t instanceof ClosedByInterruptException);
    }

    private int tell(List<Problem> problems) {
        problems.forEach(invocation.output()::problem);
        return problems.getFirst().code().exit().status();
    }

    private int bug(Exception e) {
        StringWriter trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace));
        if (invocation.verbose()) {
            invocation.output().note(trace.toString().stripTrailing());
        }
        return tell(List.of(CommandProblems.bug(e.toString(), keep(trace.toString()))));
    }

    private String keep(String trace) {
        Path file = invocation.home().resolve("logs").resolve("bugs.log");
        if (!new Home(invocation.home()).exists()) {
            // Another command may have removed it meanwhile; what is gone is not made again for this.
            return "Its stack trace could not be kept: there is no home " + invocation.home() + ".";
        }
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, Instant.now() + " " + trace, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            return "Its stack trace is in " + file + ".";
        } catch (IOException | RuntimeException unwritable) {
            // The bug is what has to be told; that it could not be kept is told with it.
            return "Its stack trace could not be kept (" + unwritable + ").";
        }
    }
}
