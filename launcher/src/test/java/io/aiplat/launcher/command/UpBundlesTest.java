package io.aiplat.launcher.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.launcher.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How bundles are named, where there is neither a cluster nor a way to one.
class UpBundlesTest {
    @TempDir
    Path folder;

    private Cli cli;

    @BeforeEach
    void place() {
        cli = new Cli(folder).with("DOCKER_HOST", "unix:///nope");
    }

    private String refused(String... line) {
        Cli.Result result = cli.run(line);
        assertEquals(3, result.exit(), result.out() + result.err());
        assertFalse(Files.exists(folder.resolve("home/decided.json")), "what was refused is not kept");
        return result.err();
    }

    @Test
    void eachWithAddsToThoseThatAreDecided() throws IOException {
        Files.createDirectories(folder.resolve("home"));
        Files.writeString(folder.resolve("home/aiplat.yaml"), "bundles: [ollama]\n");
        String said = refused("up", "--cluster", "none", "--with", "olama", "--with", "traces");
        assertTrue(said.contains("PLAN_BUNDLE_UNKNOWN: There is no bundle olama"), said);
        assertTrue(
                said.contains(
                        "Bundles of this aiplat: aiplat, kuberay, llamacpp, nvidia-device-plugin, observability, ollama, open-webui; did you mean 'ollama'?"),
                said);
        assertTrue(said.contains("There is no bundle traces"), said);
        assertTrue(said.contains("Without a cluster there are no bundles: ollama, olama, traces"), said);
    }

    @Test
    void theFlagTheVariableAndTheFileSayTheWholeList() {
        cli.with("AIPLAT_BUNDLES", "ollama, traces");
        String ofVariable = refused("plan", "--cluster", "none");
        assertTrue(ofVariable.contains("there are no bundles: ollama, traces"), ofVariable);
        String ofFlag = refused("plan", "--cluster", "none", "--bundles", "ollama");
        assertTrue(ofFlag.contains("there are no bundles: ollama\n"), ofFlag);
    }

    @Test
    void autoSaysWhyThereIsNoClusterInsteadOfGoingWithout() {
        Cli.Result result = cli.run("plan", "--bundles", "ollama");
        assertEquals(4, result.exit(), result.out() + result.err());
        assertTrue(result.err().contains("unix:///nope"), result.err());
    }
}
