package io.aiplat.launcher.command;

import io.aiplat.launcher.Surroundings;
import io.aiplat.launcher.connect.Client;
import io.aiplat.launcher.settings.SettingFlags;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.EngineKind;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
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
            line.addSubcommand(entry.name(), command);
            switch (entry.takes()) {
                case OWN -> {}
                case SETTINGS ->
                    // Of several, the one that starts something decides.
                    addSettingFlags(command.getSubcommands().getOrDefault("install", command), invocation);
                case FOREIGN -> leaveAlone(command.getCommandSpec());
            }
        }
        // The last one wins, so that a line in the shell can override how the shell was started.
        line.setOverwrittenOptionsAllowed(true);
        Words.register(line, GlobalOptions.Format.class);
        Words.register(line, RestartCommand.Part.class);
        Words.register(line, LogsCommand.Part.class);
        Words.register(line, CompletionCommand.ShellName.class);
        Words.register(line, SpendCommand.By.class);
        Words.register(line, Client.class);
        Words.register(line, ClusterKind.class);
        Words.register(line, EngineKind.class);
        HelpLayout.apply(line);
        line.setOut(new PrintWriter(surroundings.out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(surroundings.err(), true, StandardCharsets.UTF_8));
        line.setExecutionExceptionHandler((e, _, _) -> failures.failed(e));
        line.setParameterExceptionHandler((e, _) -> failures.misused(e));
        return line;
    }

    /// Has a command take every word behind its name as it stands; only `--help` right behind the name is ours.
    private static void leaveAlone(CommandSpec command) {
        List.copyOf(command.options()).stream()
                .filter(option -> !option.usageHelp())
                .forEach(command::remove);
        command.parser().stopAtPositional(true).unmatchedOptionsArePositionalParams(true);
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
