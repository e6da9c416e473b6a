package io.aiplat.launcher.command;

import io.aiplat.launcher.command.invocation.ChoiceWords;
import io.aiplat.launcher.command.invocation.Invocation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `aiplat completion`.
@Command(
        name = "completion",
        description = {
            "Print the completion script for your shell.",
            "It completes commands, options and names: of models, keys, users, teams and settings."
        },
        footer = {
            "",
            "bash: source <(aiplat completion bash)",
            "zsh:  source <(aiplat completion zsh)",
            "fish: aiplat completion fish | source"
        })
final class CompletionCommand implements Runnable {
    /// The shells it is for. Their scripts know nothing of commands: they ask with [CommandTree#COMPLETE].
    enum ShellName {
        BASH,
        ZSH,
        FISH
    }

    private final Invocation invocation;

    @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish", defaultValue = "bash")
    ShellName shell = ShellName.BASH;

    CompletionCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public void run() {
        String script = script("completion." + ChoiceWords.of(shell));
        invocation.output().value(Map.of("shell", shell, "script", script), script);
    }

    private static String script(String name) {
        try (InputStream in = CompletionCommand.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
