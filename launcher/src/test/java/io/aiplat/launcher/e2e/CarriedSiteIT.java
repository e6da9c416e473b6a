package io.aiplat.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.testkit.LlamaServerBinary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One file is made on a machine that has everything, and carried to one that has no network, no Docker and no k3s.
/// Both
/// model engines answer there, exactly, out of that file.
class CarriedSiteIT {
    @TempDir
    static Path folder;

    @Test
    void bothEnginesOfACarriedBundleAnswer() throws IOException {
        TestMachine.need();
        Path server = LlamaServerBinary.needed();
        Path site = folder.resolve("site.aipb");
        String signer;
        try (Aiplat here = Aiplat.onThisMachine()) {
            here.run("up", "--cluster", "none", "--engine", "embedded").ok();
            here.run("engines", "install", "llamacpp", "--from", server.toString())
                    .ok();
            // The first stage of a platform is an engine for either kind of machine, and the models that are approved.
            here.run("models", "approve", "smoke").ok();
            here.run("models", "approve", "smoke-embed").ok();
            here.run("bundle", "create", "--stage", "2", "-o", site.toString()).failsWith(2, "BUNDLE_STAGE_INCOMPLETE");
            here.run(
                            "bundle",
                            "create",
                            "--config",
                            Aiplat.TESTBED.resolve("aiplat.yaml").toString(),
                            "--from-engine",
                            "--stage",
                            "1",
                            "--k3s",
                            k3s().toString(),
                            "-o",
                            site.toString())
                    .ok();
            JsonNode seen = here.json("bundle", "inspect", site.toString());
            assertEquals("1", seen.path("stage").asText());
            signer = seen.path("signer").asText();
        }
        try (TestMachine there = TestMachine.start(folder).withoutK3s().withUsualNames()) {
            there.aiplat("up", "--cluster", "native", "--bundle", site.toString(), "--trust", signer)
                    .ok();
            answers(there);
            assertTrue(
                    there.aiplat("status").ok().out().contains("ollama"),
                    "the answer is that of Ollama in the cluster");
            there.aiplat("down", "--purge", "--yes").ok();

            there.aiplat(
                            "up",
                            "--cluster",
                            "none",
                            "--engine",
                            "llamacpp",
                            "--bundle",
                            site.toString(),
                            "--trust",
                            signer)
                    .ok();
            answers(there);
            assertTrue(
                    there.aiplat("models", "ps").ok().out().contains("llamacpp"), "and this one that of llama-server");
            assertEquals(0, there.packetsSent(), "packets that left the machine");
            there.aiplat("down", "--purge", "--yes").ok();
        }
    }

    private static void answers(TestMachine machine) {
        machine.aiplat("chat", "--model", "smoke", "What is the capital of France?")
                .ok()
                .tells("The capital of France is Paris.");
    }

    /// As a release of k3s lies in a folder: the program, and the images it runs itself with.
    private static Path k3s() throws IOException {
        Path release = Files.createDirectories(folder.resolve("k3s-release"));
        Files.copy(Aiplat.TESTBED.resolve("node/k3s"), release.resolve("k3s"));
        Program.run(
                        "docker",
                        "save",
                        "aiplat-testbed/busybox:1",
                        "-o",
                        release.resolve("k3s-airgap-images-amd64.tar").toString())
                .ok();
        return release;
    }
}
