package io.aiplat.launcher.command;

import java.util.Map;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `aiplat completion`.
@Command(
        name = "completion",
        description = "Print the completion script for your shell.",
        footer = {"", "bash: source <(aiplat completion bash)", "zsh:  source <(aiplat completion zsh)"})
final class CompletionCommand implements Runnable {
    /// The shells it is for. One script serves both: under zsh it loads zsh's emulation of bash first.
    enum ShellName {
        BASH,
        ZSH
    }

    private final Invocation invocation;

    @Parameters(paramLabel = "SHELL", description = "bash or zsh", defaultValue = "bash")
    ShellName shell = ShellName.BASH;

    CompletionCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public void run() {
        String script = AutoComplete.bash("aiplat", new CommandTree(invocation.surroundings()).all());
        invocation.output().value(Map.of("shell", shell, "script", script), script + "\n");
    }
}
