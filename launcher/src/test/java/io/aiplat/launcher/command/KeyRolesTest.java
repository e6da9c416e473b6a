package io.aiplat.launcher.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.launcher.Cli;
import io.aiplat.store.Home;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a key opens, as the command line says it.
class KeyRolesTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void home() {
        new Home(folder.resolve("home")).open();
    }

    @Test
    void aKeyIsMadeForMetricsAndListedAsSuch() {
        assertEquals(0, run("keys", "create", "prometheus", "--role", "metrics").exit());
        assertEquals("metrics", role("prometheus"));
        String list = run("keys", "list").out();
        assertTrue(list.lines().anyMatch(line -> line.matches("prometheus +active +metrics .*")), list);
    }

    @Test
    void whatIsNotSaidIsOrdinaryAndAdminIsSaidInEitherWay() {
        run("keys", "create", "plain");
        run("keys", "create", "short", "--admin");
        run("keys", "create", "long", "--role", "admin");
        assertEquals("ordinary", role("plain"));
        assertEquals("admin", role("short"));
        assertEquals("admin", role("long"));
        assertEquals(0, run("keys", "update", "long", "--role", "metrics").exit());
        assertEquals("metrics", role("long"));
        assertEquals(0, run("keys", "update", "long", "--rpm", "7").exit());
        assertEquals("metrics", role("long"), "what is not said stays");
        assertEquals(0, run("keys", "update", "short", "--no-admin").exit());
        assertEquals("ordinary", role("short"));
    }

    @Test
    void aRoleNobodyKnowsAndTwoRolesAtOnceAreRefused() {
        Cli.Result unknown = run("keys", "create", "a", "--role", "root");
        assertEquals(2, unknown.exit());
        assertTrue(unknown.err().contains("ordinary, admin or metrics"), unknown.err());
        assertEquals(
                2, run("keys", "create", "a", "--role", "metrics", "--admin").exit());
        assertEquals(2, run("keys", "show", "a").exit(), "nothing was made");
    }

    private String role(String name) {
        String shown = run("keys", "show", name).out();
        return shown.lines()
                .filter(line -> line.startsWith("role "))
                .map(line -> line.substring("role ".length()).strip())
                .findFirst()
                .orElseThrow(() -> new AssertionError(shown));
    }

    private Cli.Result run(String... words) {
        return new Cli(folder).run(words);
    }
}
