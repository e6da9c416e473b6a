package io.aiplat.launcher.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.UnmatchedArgumentException;

/// `aiplat help`: what many type first, and in the shell most of all.
@Command(name = "help", description = "Show which commands there are, or what one of them takes.")
final class HelpCommand implements Runnable {
    private final Invocation invocation;

    @Parameters(paramLabel = "COMMAND", arity = "0..*", description = "the command, as in: help keys create")
    private List<String> words = new ArrayList<>();

    HelpCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public void run() {
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
