package io.aiplat.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A machine with Docker, and without a registry that it could ask: the node itself comes out of the carried bundle,
/// and all that runs in it.
class NodeFromBundleIT {
    @TempDir
    Path folder;

    @Test
    void dockerGetsTheNodeOutOfTheBundle() throws Exception {
        Path site = folder.resolve("site.aipb");
        JsonNode made;
        try (TestEngine engine = TestEngine.open("made");
                Aiplat here = Aiplat.withEngine(engine)) {
            here.run(
                            "bundle",
                            "create",
                            "--from-engine",
                            "--with",
                            "ollama",
                            "--models",
                            "smoke",
                            "-o",
                            site.toString())
                    .ok();
            made = here.json("bundle", "inspect", site.toString());
        }
        String node = node(made);
        // No engine has it by that name here, and no registry serves it: it is in the bundle or nowhere.
        assertFalse(Program.succeeds("docker", "image", "inspect", node), node);
        try (TestEngine engine = TestEngine.open("carried");
                Aiplat there = Aiplat.withEngine(engine).without("AIPLAT_CONFIG")) {
            there.run("up").exits(4).tells(node.substring("docker.io/".length()));
            String[] up = {
                "up",
                "--bundle",
                site.toString(),
                "--trust",
                made.path("signer").asText()
            };
            there.run(up).ok().tells("Load image " + node.substring("docker.io/".length()) + " from the bundle");
            assertTrue(Program.succeeds("docker", "image", "inspect", node), node);
            assertEquals("pong", there.answer("smoke", "ping"));
            there.run(up).ok().tells("nothing to do");
            there.run("down", "--purge", "--yes").ok();
        } finally {
            boolean _ = Program.succeeds("docker", "rmi", node);
        }
    }

    private static String node(JsonNode inspected) {
        return inspected
                .path("parts")
                .valueStream()
                .filter(part -> part.path("kind").asText().equals("node-image"))
                .map(part -> part.path("name").asText())
                .findFirst()
                .orElseThrow();
    }
}
