package io.aiplat.launcher.command;

import io.aiplat.launcher.command.bundle.BundleWords;
import io.aiplat.launcher.command.diagnosis.LogsCommand;
import io.aiplat.launcher.command.invocation.ChoiceWords;
import io.aiplat.launcher.command.invocation.CommandGroup;
import io.aiplat.launcher.command.invocation.Failures;
import io.aiplat.launcher.command.invocation.GlobalOptions;
import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.launcher.command.keys.SpendCommand;
import io.aiplat.launcher.command.lifecycle.RestartCommand;
import io.aiplat.launcher.connect.Client;
import io.aiplat.launcher.settings.SettingFlags;
import io.aiplat.launcher.wiring.ProcessContext;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.EngineKind;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;

/// The commands as picocli knows them.
public final class CommandTree {
    /// What stands before a command line to have it completed, and not run: for the scripts of `aiplat
    /// completion`.
    public static final String COMPLETE = "__complete";

    /// How long the Tab key may take, in milliseconds; a property of the JVM, for machines that are slower than
    /// people.
    private static final Duration PATIENCE = Duration.ofMillis(Long.getLong("aiplat.completion.millis", 1_500));

    private final ProcessContext surroundings;

    /// A tree for that process.
    public CommandTree(ProcessContext surroundings) {
        this.surroundings = surroundings;
    }

    /// Runs one command line and tells on standard error what went wrong with it.
    ///
    /// @return the exit status
    public int run(String... typed) {
        String[] args = BundleWords.read(Synonyms.read(typed));
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

    /// Prints what may stand in place of the last word of a command line, a line each. Nothing goes wrong with
    /// that: what cannot be known, or not at once, is not offered.
    ///
    /// @param words behind the name of the program; the last one is being typed, and may be empty
    public void complete(List<String> words) {
        completions(words).forEach(surroundings.out()::println);
    }

    /// The same, not printed.
    List<String> completions(List<String> typed) {
        // The last one is being typed, and means nothing yet.
        List<String> words = typed.size() > 1 ? List.of(Synonyms.read(typed.toArray(String[]::new))) : typed;
        FutureTask<List<String>> looking =
                new FutureTask<>(() -> completion(words).of(words));
        Thread.ofVirtual().start(looking);
        try {
            return looking.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException _) {
            looking.cancel(true);
        } catch (InterruptedException _) {
            looking.cancel(true);
            Thread.currentThread().interrupt();
        }
        return List.of();
    }

    private Completion completion(List<String> words) {
        List<Commands.Entry> named = Commands.ALL.stream()
                .filter(entry -> words.size() > 1 && entry.name().equals(words.getFirst()))
                .toList();
        GlobalOptions options = new GlobalOptions();
        Invocation invocation = new Invocation(surroundings, options);
        CommandLine line = of(named.isEmpty() ? Commands.ALL : named, invocation, options);
        return new Completion(line.getCommandSpec(), invocation);
    }

    /// The tree with all its commands, for what lists them: help, completion, the shell.
    public CommandLine all() {
        return of(Commands.ALL);
    }

    private CommandLine of(List<Commands.Entry> entries) {
        GlobalOptions options = new GlobalOptions();
        return of(entries, new Invocation(surroundings, options), options);
    }

    private CommandLine of(List<Commands.Entry> entries, Invocation invocation, GlobalOptions options) {
        Failures failures = new Failures(invocation);
        CommandLine line = new CommandLine(new AiplatCommand(invocation));
        line.addMixin("options", options);
        for (Commands.Entry entry : entries) {
            Object object = entry.make().apply(invocation);
            CommandLine command = new CommandLine(object);
            if (object instanceof CommandGroup group) {
                group.subcommands().forEach(command::addSubcommand);
            }
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
        ChoiceWords.register(line, GlobalOptions.Format.class);
        ChoiceWords.register(line, RestartCommand.Part.class);
        ChoiceWords.register(line, LogsCommand.Part.class);
        ChoiceWords.register(line, CompletionCommand.ShellName.class);
        ChoiceWords.register(line, SpendCommand.By.class);
        ChoiceWords.register(line, Client.class);
        ChoiceWords.register(line, ClusterKind.class);
        ChoiceWords.register(line, EngineKind.class);
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
            if (command.getCommandSpec().findOption(flag.name()) != null) {
                // What a command itself means by a word goes before; `--set` says the setting there.
                continue;
            }
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
                            .completionCandidates(flag.words())
                            .setter(setter)
                            .build());
        }
    }
}
