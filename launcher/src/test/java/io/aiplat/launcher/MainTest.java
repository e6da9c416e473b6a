package io.aiplat.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
    @TempDir
    Path folder;

    private Cli cli;

    @BeforeEach
    void newCli() {
        cli = new Cli(folder);
    }

    @Test
    void theVersionReadsTheSameHoweverItIsAskedFor() {
        Cli.Result fast = cli.run("--version");
        assertEquals(new Cli.Result(0, "aiplat development" + System.lineSeparator(), ""), fast);
        assertEquals(fast, cli.run("-V"));
        assertEquals(fast, cli.run("version"));
        // Two words: past the shortcut, through picocli.
        assertEquals(
                fast.out().strip(), cli.run("--no-color", "--version").out().strip());
        assertEquals(fast.out().strip(), cli.run("--no-color", "version").out().strip());
    }

    @Test
    void globalOptionsStandBeforeOrAfterTheCommand() {
        String json = cli.run("-o", "json", "version").out();
        assertTrue(json.startsWith("{\"version\":\"development\","), json);
        assertEquals(json, cli.run("version", "--output=JSON").out());
    }

    @Test
    void anUnknownCommandIsAWrongLineWithAGuess() {
        Cli.Result result = cli.run("versio");
        assertEquals(2, result.exit());
        assertEquals("""
                error COMMAND_UNKNOWN_WORD: aiplat knows no 'versio'
                  why: Did you mean 'version'?
                  try: See what it takes: aiplat --help
                """, result.err());
        assertEquals("", result.out());
    }

    @Test
    void anUnknownOptionIsAWrongLineWithAGuess() {
        Cli.Result result = cli.run("version", "--verbos");
        assertEquals(2, result.exit());
        assertTrue(result.err().contains("Did you mean '--verbose'?"), result.err());
    }

    @Test
    void anImpossibleFormatIsAWrongLine() {
        assertEquals(2, cli.run("version", "-o", "xml").exit());
    }

    @Test
    void everySettingThatIsWrongIsToldAndTheExitStatusSaysSettings() {
        Cli.Result result = cli.with("AIPLAT_GATEWAY_PROT", "1").run("settings", "--set", "gateway.port=high");
        assertEquals(3, result.exit());
        assertEquals(2, result.err().lines().filter(l -> l.startsWith("error ")).count(), result.err());
    }

    @Test
    void aQuestionMayNameItsModel() {
        for (String option : List.of("-m", "--model", "--chat-model")) {
            Cli.Result result = cli.run("chat", option, "smoke", "Hello");
            assertTrue(result.err().contains("CLIENT_NOT_RUNNING"), result.err());
        }
    }

    @Test
    void helpIsACommandToo() {
        assertEquals(cli.run("--help").out(), cli.run("help").out());
        assertEquals(
                cli.run("keys", "create", "--help").out(),
                cli.run("help", "keys", "create").out());
        Cli.Result unknown = cli.run("help", "keys", "creat");
        assertEquals(2, unknown.exit());
        assertTrue(unknown.err().contains("Did you mean 'create'?"), unknown.err());
    }

    @Test
    void settingsShowValuesAndSources() {
        Cli.Result result = cli.run("settings", "--set", "gateway.port=9000");
        assertEquals(0, result.exit());
        assertTrue(result.out().matches("(?s).*gateway\\.port +9000 +--set\n.*"), result.out());
        String json = cli.run("-o", "json", "settings").out();
        assertTrue(json.contains("{\"key\":\"gateway.port\",\"value\":\"8585\",\"source\":\"default\"}"), json);
    }

    @Test
    void aShellRunsItsLinesAndErrorsDoNotEndIt() {
        Cli.Result result = cli.typing("version\n\nversio\n-o json version\nexit\nversion\n")
                .run("shell");
        assertEquals(2, result.out().lines().count(), result.out());
        assertTrue(result.err().contains("COMMAND_UNKNOWN_WORD"), result.err());
        assertEquals(0, result.exit());
    }

    @Test
    void theExitStatusOfAShellIsThatOfItsLastCommand() {
        assertEquals(2, cli.typing("version\nversio\n").run("shell").exit());
    }

    @Test
    void commandsInAShellInheritItsGlobalOptions() {
        Cli.Result result = cli.typing("settings\n").run("--set", "gateway.port=9000", "-o", "json", "shell");
        assertTrue(result.out().contains("\"value\":\"9000\""), result.out() + result.err());
    }
}
