package io.aiplat.launcher.command;

import io.aiplat.launcher.Surroundings;
import io.aiplat.launcher.settings.SettingFlags;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;

/// The commands as picocli knows them.
public final class CommandTree {
    private final Surroundings surroundings;

    /// A tree for that process.
    public CommandTree(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /// Runs one command line and tells on standard error what went wrong with it.
    ///
    /// @return the exit status
    public int run(String... args) {
        List<String> words = Arrays.asList(args);
        List<Commands.Entry> named =
                Commands.ALL.stream().filter(c -> words.contains(c.name())).toList();
        CommandLine line = of(named.isEmpty() ? Commands.ALL : named);
        if (words.contains("--no-color")) {
            // Help is printed before the option is seen.
            line.setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF));
        }
        return line.execute(args);
    }

    /// The tree with all its commands, for what lists them: help, completion, the shell.
    CommandLine all() {
        return of(Commands.ALL);
    }

    private CommandLine of(List<Commands.Entry> entries) {
        GlobalOptions options = new GlobalOptions();
        Invocation invocation = new Invocation(surroundings, options);
        Failures failures = new Failures(invocation);
        CommandLine line = new CommandLine(new AiplatCommand());
        line.addMixin("options", options);
        for (Commands.Entry entry : entries) {
            CommandLine command = new CommandLine(entry.make().apply(invocation));
            if (entry.settings()) {
                addSettingFlags(command, invocation);
            }
            line.addSubcommand(entry.name(), command);
        }
        // The last one wins, so that a line in the shell can override how the shell was started.
        line.setOverwrittenOptionsAllowed(true);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setOut(new PrintWriter(surroundings.out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(surroundings.err(), true, StandardCharsets.UTF_8));
        line.setExecutionExceptionHandler((e, _, _) -> failures.failed(e));
        line.setParameterExceptionHandler((e, _) -> failures.misused(e));
        return line;
    }

    private static void addSettingFlags(CommandLine command, Invocation invocation) {
        for (SettingFlags.SettingFlag flag : SettingFlags.ALL) {
            ISetter setter = new ISetter() {
                @Override
                @SuppressWarnings("unchecked") // The option's type is String.
                public <T> T set(T value) {
                    invocation.decide(flag.name(), flag.key(), (String) value);
                    return value;
                }
            };
            command.getCommandSpec()
                    .addOption(OptionSpec.builder(flag.name())
                            .type(String.class)
                            .paramLabel("VALUE")
                            .description(flag.key() + ": " + flag.form())
                            .setter(setter)
                            .build());
        }
    }
}
