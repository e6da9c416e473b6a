package io.aiplat.launcher.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.launcher.Cli;
import io.aiplat.store.Home;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Options of keys and teams with values that cannot be: refused as wrong words, never as a fault of aiplat.
class HostileKeysTest {
    private static final List<String> HOSTILE = List.of(
            "",
            "0",
            "-1",
            "1.5",
            "1e3",
            "1e999999999",
            "9223372036854775807",
            "9223372036854775808",
            "99999999999999999999",
            "NaN",
            "x",
            "none",
            "0d",
            "99999d",
            "99999999d",
            "+999999999-12-31",
            "-999999999-01-01",
            "2026-02-30",
            "10000-01-01",
            "+999999999-12-31T23:59:59Z",
            "1969-01-01T00:00:00Z",
            "9999-12-31",
            "5/month",
            "1e30/month",
            "1e-9/month",
            "-1/day",
            "5/",
            "/month",
            "5/0h",
            "5/99999999999h",
            "5/month/day",
            "a b",
            "a\tb",
            "\u0001",
            "a,b",
            "*",
            "a*b",
            "**",
            "\ud800",
            "t".repeat(300));

    @TempDir
    private Path folder;

    @BeforeEach
    void home() {
        new Home(folder.resolve("home")).open();
    }

    @TestFactory
    Stream<DynamicTest> optionsAreTakenOrRefused() {
        List<String> options =
                List.of("--expires", "--budget", "--rpm", "--tpm", "--concurrent", "--models", "--tag", "--user");
        return options.stream()
                .map(option -> DynamicTest.dynamicTest(option, () -> {
                    int refused = 0;
                    int made = 0;
                    for (String value : HOSTILE) {
                        Cli.Result result = run("keys", "create", "k" + made++, option, value);
                        refused += result.exit() == 0 ? 0 : 1;
                    }
                    assertTrue(refused > 0);
                }));
    }

    @Test
    void namesAndOtherWordsAreTakenOrRefused() {
        for (String value : HOSTILE) {
            run("keys", "create", value);
            run("keys", "show", value);
            run("keys", "rotate", value, "--grace", value);
            run("teams", "create", value);
            run("teams", "create", "team" + HOSTILE.indexOf(value), "--budget", value);
            run("users", "create", value);
            run("spend", "--from", value);
            run("spend", "--to", value);
        }
    }

    @Test
    void aTimeBeyondAllIsRefusedByName() {
        assertEquals(
                2, run("keys", "create", "a", "--expires", "+999999999-12-31").exit());
        assertEquals(0, run("keys", "create", "a", "--expires", "9998-12-31").exit());
    }

    private Cli.Result run(String... words) {
        Cli.Result result = new Cli(folder).run(words);
        List<String> line = new ArrayList<>(List.of(words));
        assertTrue(List.of(0, 2, 3).contains(result.exit()), () -> line + ": " + result.exit() + " " + result.err());
        assertFalse(result.err().contains("COMMAND_BUG"), () -> line + ": " + result.err());
        return result;
    }
}
