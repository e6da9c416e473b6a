package io.aiplat.launcher.command;

import io.aiplat.launcher.Surroundings;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.ExitCode;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/// The commands as picocli knows them, and what becomes of their failures.
public final class CommandTree {
    private final Surroundings surroundings;

    public CommandTree(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /// Runs one command line.
    ///
    /// @return the exit status
    public int run(String... args) {
        List<String> words = Arrays.asList(args);
        List<Commands.Entry> named =
                Commands.ALL.stream().filter(c -> words.contains(c.name())).toList();
        return lineOf(named.isEmpty() ? Commands.ALL : named).execute(args);
    }

    private CommandLine lineOf(List<Commands.Entry> entries) {
        GlobalOptions options = new GlobalOptions();
        Invocation invocation = new Invocation(surroundings, options);
        CommandLine line = new CommandLine(new AiplatCommand());
        line.addMixin("options", options);
        entries.forEach(e -> line.addSubcommand(e.name(), e.make().apply(invocation)));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setOut(new PrintWriter(surroundings.out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(surroundings.err(), true, StandardCharsets.UTF_8));
        line.setExecutionExceptionHandler((e, _, _) -> failed(e, invocation));
        line.setParameterExceptionHandler(this::misused);
        return line;
    }

    private int misused(ParameterException e, String[] args) {
        surroundings.err().println(e.getMessage());
        return ExitCode.USAGE.status();
    }

    private int failed(Exception e, Invocation invocation) {
        if (e instanceof ApplianceException appliance) {
            invocation.output().problem(appliance.problem());
            return appliance.problem().code().exit().status();
        }
        e.printStackTrace(surroundings.err());
        return ExitCode.BUG.status();
    }
}
