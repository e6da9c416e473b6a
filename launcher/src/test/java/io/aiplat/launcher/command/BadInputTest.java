package io.aiplat.launcher.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.launcher.Cli;
import io.aiplat.store.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What people type that cannot be meant: what is wrong, why, and what to do.
class BadInputTest {
    @TempDir
    Path folder;

    private Cli cli;

    @BeforeEach
    void place() {
        cli = new Cli(folder).with("DOCKER_HOST", "unix:///nope");
    }

    @Test
    void aNegativeNumberOfLinesIsNoBug() {
        Cli.Result result = cli.run("logs", "-n", "-3");
        assertEquals(2, result.exit(), result.err());
        assertTrue(result.err().contains("-3") && result.err().contains("0 or more"), result.err());
    }

    @Test
    void aiplatAloneSaysWhatThereIs() {
        Cli.Result result = cli.run();
        assertEquals(0, result.exit(), result.err());
        assertTrue(
                result.out().contains("Nothing is set up here yet")
                        && result.out().contains("  aiplat up "),
                result.out());
        assertEquals("", result.err());
    }

    @Test
    void logsAreReadWhereTheSettingsAreBroken() throws IOException {
        Home home = new Home(folder.resolve("home")).open();
        Files.writeString(folder.resolve("home/aiplat.yaml"), "gateway: [");
        Files.writeString(home.logs().resolve("appliance.log"), "what it said\n");
        Cli.Result result = cli.run("logs");
        assertEquals(0, result.exit(), result.err());
        assertTrue(result.out().contains("what it said"), result.out());
    }

    /// `gateway run` reads a file of another kind by that name.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "up",
                "plan",
                "serve",
                "restart",
                "stop",
                "down --yes",
                "logs",
                "doctor",
                "images",
                "kubeconfig",
                "settings",
                "settings set gateway.port 9000",
                "settings unset config",
                "service install",
                "service uninstall",
                "gateway run",
                "gateway check"
            })
    void aFileThatIsNamedAndNotThereIsRefused(String line) {
        new Home(folder.resolve("home")).open();
        Cli.Result result = cli.run((line + " --config /nonexistent/aiplat.yaml").split(" "));
        assertEquals(3, result.exit(), result.out() + result.err());
        assertTrue(result.err().contains("/nonexistent/aiplat.yaml cannot be read"), result.err());
        assertTrue(result.err().contains("There is no such file."), result.err());
        assertFalse(Files.exists(folder.resolve("home/decided.json")));
    }

    @Test
    void aFileThatNobodyNamesMayBeMissing() {
        Cli.Result settings = cli.run("settings");
        assertEquals(0, settings.exit(), settings.err());
        assertTrue(settings.out().contains("file: none"), settings.out());
    }

    @Test
    void aHomeThatIsNoFolderIsSaidToBeNone() throws IOException {
        Path file = Files.writeString(folder.resolve("passwd"), "root");
        cli.with("AIPLAT_HOME", file.toString());
        for (String command : new String[] {"status", "env", "plan"}) {
            Cli.Result result = cli.run(command);
            assertEquals(4, result.exit(), command + result.err());
            assertTrue(result.err().contains("STORE_HOME_UNREADABLE"), command + result.err());
            assertFalse(result.err().contains("mv "), command + result.err());
        }
    }

    @Test
    void aKeyThatHasExpiredAlreadyIsNotMade() throws IOException {
        new Home(folder.resolve("home")).open();
        Cli.Result past = cli.run("keys", "create", "old", "--expires", "2020-01-01");
        assertEquals(2, past.exit(), past.out());
        assertTrue(past.err().contains("--expires 2020-01-01 is past"), past.err());
        Cli.Result word = cli.run("keys", "create", "old", "--rpm", "many");
        assertEquals(2, word.exit(), word.out());
        assertTrue(word.err().contains("--rpm is 'many'"), word.err());
        assertTrue(cli.run("keys", "list").out().lines().noneMatch(line -> line.startsWith("old")));
    }

    @Test
    void importWritesToAFileByAWordOfItsOwn() throws IOException {
        Files.writeString(folder.resolve("litellm.yaml"), "model_list: []\n");
        Cli.Result written = cli.run("import", "litellm", "litellm.yaml", "--to", "gateway.yaml");
        assertEquals(0, written.exit(), written.err());
        assertTrue(Files.exists(folder.resolve("gateway.yaml")));
        Cli.Result format = cli.run("import", "litellm", "litellm.yaml", "-o", "json");
        assertEquals(2, format.exit(), format.out());
        assertFalse(Files.exists(folder.resolve("json")), "a format is no file");
    }

    @Test
    void anApplianceThatWasKilledIsSaidToHaveDied() throws IOException {
        Home home = new Home(folder.resolve("home")).open();
        Files.writeString(
                home.appliance(),
                "{\"pid\":4194000,\"started\":\"2026-11-29T12:00:00Z\",\"url\":\"http://127.0.0.1:1\","
                        + "\"version\":\"1\",\"plan\":\"x\"}");
        Cli.Result result = cli.run("status");
        assertEquals(7, result.exit());
        assertTrue(result.out().contains("process 4194000") && result.out().contains("aiplat logs"), result.out());
        assertTrue(cli.run("status", "-o", "json").out().contains("\"died\":true"));
    }

    @Test
    void theShellIsNotEnteredTwiceAndAnOpenQuoteRunsNothing() {
        Cli.Result nested = cli.typing("shell\nversion\n").run("shell");
        assertTrue(nested.err().contains("This is the shell already"), nested.err());
        assertTrue(nested.out().contains("aiplat "), nested.out());
        Cli.Result open = cli.typing("version \"\n").run("shell");
        assertEquals(2, open.exit(), open.out());
        assertEquals("", open.out());
        assertTrue(open.err().contains("quote"), open.err());
        Cli.Result help = cli.typing("help\n").run("shell");
        assertTrue(help.out().contains("exit or quit leaves the shell."), help.out());
    }
}
