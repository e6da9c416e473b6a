package io.aiplat.launcher.command;

import io.aiplat.launcher.command.invocation.CompletesAs;
import io.aiplat.launcher.command.invocation.CompletionKind;
import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.launcher.settings.SettingsReference;
import io.aiplat.routing.file.GatewayReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.UnmatchedArgumentException;

/// `aiplat help`: what many type first, and in the shell most of all.
@Command(
        name = "help",
        description = {
            "Show which commands there are, or what one of them takes.",
            "The name of a file shows every key of it: gateway.yaml, aiplat.yaml"
        })
final class HelpCommand implements Runnable {
    /// What an installed aiplat has of its reference: what messages refer to.
    static final Map<String, Supplier<String>> FILES = Map.of(
            "gateway.yaml", GatewayReference::markdown,
            "aiplat.yaml", SettingsReference::markdown);

    private final Invocation invocation;

    @CompletesAs(CompletionKind.COMMANDS)
    @Parameters(
            paramLabel = "COMMAND",
            arity = "0..*",
            description = "the command, as in: help keys create; or one of these files")
    private List<String> words = new ArrayList<>();

    HelpCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public void run() {
        if (words.size() == 1 && FILES.containsKey(words.getFirst())) {
            String reference = FILES.get(words.getFirst()).get();
            invocation.output().value(Map.of("help", reference), reference);
            return;
        }
        CommandLine line = new CommandTree(invocation.surroundings()).all();
        for (String word : words) {
            CommandLine named = line.getSubcommands().get(word);
            if (named == null) {
                throw new UnmatchedArgumentException(line, List.of(word));
            }
            line = named;
        }
        String text = line.getUsageMessage(Ansi.OFF)
                + (ShellCommand.inside() && words.isEmpty() ? "\nexit or quit leaves the shell.\n" : "");
        invocation.output().value(Map.of("help", text), text);
    }
}
