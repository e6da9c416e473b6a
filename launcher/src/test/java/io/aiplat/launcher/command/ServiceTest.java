package io.aiplat.launcher.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.launcher.Cli;
import io.aiplat.store.DecisionsFile;
import io.aiplat.store.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where systemd does not answer: there is no `systemctl` on the path of these command lines.
class ServiceTest {
    @TempDir
    Path folder;

    private Cli cli;
    private Path unit;

    @BeforeEach
    void place() {
        cli = new Cli(folder).with("XDG_CONFIG_HOME", folder.resolve("config").toString());
        unit = folder.resolve("config/systemd/user/aiplat.service");
    }

    @Test
    void theUnitServesThisHomeWithTheseSettings() throws IOException {
        Cli.Result result = cli.with("AIPLAT_GATEWAY_PORT", "9000")
                .with("DOCKER_HOST", "unix:///run/mine.sock")
                .with("SECRET_OF_MINE", "x")
                .run("service", "install", "--port", "9001", "--set", "models.engine=embedded");
        assertEquals(0, result.exit(), result.err());
        assertTrue(result.out().contains("systemctl --user enable --now aiplat.service"), result.out());
        String text = Files.readString(unit);
        assertTrue(text.contains("\"serve\" \"--home\" \"" + folder.resolve("home") + "\""), text);
        // Everybody can read a command line, so what flags decided is in a file of its own.
        assertFalse(text.contains("models.engine"), text);
        DecisionsFile decided = new DecisionsFile(new Home(folder.resolve("home")));
        assertEquals("embedded", decided.read().settings().get("models.engine").value());
        assertEquals("9001", decided.read().settings().get("gateway.port").value());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(decided.path())));
        assertTrue(text.contains("Environment=\"AIPLAT_GATEWAY_PORT=9000\"\n"), text);
        assertTrue(text.contains("Environment=\"DOCKER_HOST=unix:///run/mine.sock\"\n"), text);
        assertFalse(text.contains("SECRET_OF_MINE"), text);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(unit)));
    }

    @Test
    void statusAndUninstallSayWhatThereIs() {
        assertEquals(7, cli.run("service", "status").exit());
        assertEquals(
                "There was no service to remove.\n",
                cli.run("service", "uninstall").out());
        cli.run("service", "install");
        assertEquals("unknown (" + unit + ")\n", cli.run("service", "status").out());
        assertEquals(0, cli.run("service", "uninstall").exit());
        assertFalse(Files.exists(unit));
    }

    @Test
    void aPurgeTakesTheServiceOfThisHomeAway() throws IOException {
        cli.run("service", "install");
        new Home(folder.resolve("home")).open();
        Cli.Result result = cli.with("DOCKER_HOST", "unix:///nope").run("down", "--purge", "--yes");
        assertEquals(0, result.exit(), result.err());
        assertFalse(Files.exists(unit));
    }
}
