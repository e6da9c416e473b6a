package io.aiplat.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.supply.BundledModel;
import io.aiplat.testkit.Eventually;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// A model is pulled from an address while all kinds of things happen, and looked after when it is there.
class ModelPullsIT {
    private static final int BYTES = 24 << 20;
    /// A sixteenth of the file: four connections with four chunks each.
    private static final long CHUNK = BYTES / 16;
    private static final int CONNECTIONS = 4;
    private static final int STEP_FAILED = 5;
    private static final int INTERRUPTED = 130;

    /// The test model with a tail that nobody reads.
    static byte[] model(int seed) throws IOException {
        byte[] bytes = new byte[BYTES];
        new Random(seed).nextBytes(bytes);
        try (InputStream in = BundledModel.ALL.getFirst().open()) {
            byte[] smoke = in.readAllBytes();
            System.arraycopy(smoke, 0, bytes, 0, smoke.length);
        }
        return bytes;
    }

    @Test
    void aPullOutlivesWhatHappensToIt() throws Exception {
        try (ThrottledFiles files = new ThrottledFiles();
                Aiplat aiplat = Aiplat.withoutEngine().with("AIPLAT_MODELS_ENGINE", "embedded")) {
            String address = files.put("big.gguf", model(1));
            aiplat.run("up").ok();
            files.slow(100);

            // Ctrl-C ends the pull, as it says, and keeps what came.
            Running pull = aiplat.start("models", "pull", address);
            Eventually.holds("some of it has come", () -> files.sent() > BYTES / 4);
            Result stopped = pull.interrupt().result();
            assertEquals(INTERRUPTED, stopped.exit(), stopped.err());
            stopped.tells("CONSOLE_PULL_STOPPED").tells("what was transferred is kept");
            assertFalse(aiplat.models().contains("big"), aiplat.models());

            // A pull that goes on without anybody is joined by the next one.
            String id = aiplat.json("models", "pull", address, "--detach")
                    .path("id")
                    .asText();
            assertEquals(
                    id,
                    aiplat.json("models", "pull", address, "--detach")
                            .path("id")
                            .asText());
            assertEquals(
                    "running",
                    aiplat.json("models", "pulls").path(1).path("state").asText());

            // The power goes. What is durable is there after the next start.
            Eventually.holds("half of it has come", () -> files.sent() > BYTES / 2);
            aiplat.crash();
            aiplat.run("up").ok();
            files.slow(0);
            aiplat.run("models", "pull", address).ok().tells("Model big is here");
            assertEquals("pong", aiplat.answer("big", "ping"));
            long again = files.sent() - BYTES;
            assertTrue(again <= 2 * CONNECTIONS * CHUNK + CHUNK, again + " bytes came again after two ends");

            // The same once more is nothing to do; another model of the name is not taken.
            aiplat.run("models", "pull", address).ok();
            files.put("big.gguf", model(2));
            aiplat.run("models", "pull", address).failsWith(STEP_FAILED, "MODELS_NAME_TAKEN");
            aiplat.run("models", "pull", address, "--name", "other").ok();

            // Who removes a model ends its pull.
            files.slow(100);
            files.put("more.gguf", model(3));
            aiplat.run("models", "pull", address.replace("big", "more"), "--detach")
                    .ok();
            aiplat.run("models", "rm", "more").ok();
            assertEquals(
                    0,
                    aiplat.json("models", "pulls").findValuesAsText("state").stream()
                            .filter("running"::equals)
                            .count());
            try (Stream<Path> left = Files.list(aiplat.home.resolve("store/incoming"))) {
                assertEquals(
                        List.of(),
                        left.filter(file -> file.toString().endsWith(".part")).toList());
            }
        }
    }

    @Test
    void damagedBytesAreNamedAndFetchedAgainAndARemovedModelStaysAway() throws Exception {
        try (ThrottledFiles files = new ThrottledFiles();
                Aiplat aiplat = Aiplat.withoutEngine().with("AIPLAT_MODELS_ENGINE", "embedded")) {
            String address = files.put("tiny.gguf", Arrays.copyOf(model(1), 4 << 20));
            aiplat.run("up").ok();
            aiplat.run("models", "pull", address).ok();
            aiplat.run("models", "verify").ok().tells("intact");

            try (RandomAccessFile blob = new RandomAccessFile(
                    aiplat.home.resolve("models/tiny/model.gguf").toFile(), "rw")) {
                blob.seek((4 << 20) - 1);
                int last = blob.read();
                blob.seek((4 << 20) - 1);
                blob.write(last ^ 1);
            }
            aiplat.run("models", "verify", "tiny")
                    .failsWith(STEP_FAILED, "COMMAND_MODELS_DAMAGED")
                    .tells(address);
            aiplat.run("models", "verify", "tiny", "--repair").ok().tells("repaired");
            aiplat.run("models", "verify").ok();
            assertEquals("pong", aiplat.answer("tiny", "ping"));

            aiplat.run("models", "rm", "smoke").ok();
            aiplat.run("up").ok();
            assertFalse(aiplat.models().contains("\"smoke\""), aiplat.models());
            aiplat.run("models", "pull", "smoke").ok();
            assertEquals("pong", aiplat.answer("smoke", "ping"));
        }
    }
}
