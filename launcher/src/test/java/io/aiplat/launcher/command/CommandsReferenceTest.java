package io.aiplat.launcher.command;

import io.aiplat.launcher.wiring.ProcessContext;
import io.aiplat.testkit.Golden;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help;

class CommandsReferenceTest {
    /// After a change of a command: `mvn test -pl launcher -am -Daiplat.golden=write`, then look at the diff.
    @Test
    void theReferenceInDocsIsWhatTheCommandsSay() {
        PrintStream none = new PrintStream(PrintStream.nullOutputStream());
        ProcessContext surroundings = new ProcessContext(
                Map.of(), Map.of(), Path.of(""), InputStream.nullInputStream(), none, none, false, () -> false);
        StringBuilder text = new StringBuilder("""
                # Commands

                What `--help` prints. Global options stand before a command's name or behind it; what stands behind
                `kubectl` is kubectl's. The exit status is one of [these](README.md#exit-status).
                """);
        CommandLine tree = new CommandTree(surroundings).all();
        append(tree.setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF)), text);
        Golden.matches("../../../../docs/reference/commands.md", text.toString());
    }

    private static void append(CommandLine command, StringBuilder text) {
        text.append("\n## ").append(command.getCommandSpec().qualifiedName()).append("\n\n```text\n");
        text.append(command.getUsageMessage()).append("```\n");
        command.getSubcommands().values().forEach(sub -> append(sub, text));
    }
}
