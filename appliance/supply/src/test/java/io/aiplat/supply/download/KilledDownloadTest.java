package io.aiplat.supply.download;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.Digests;
import io.aiplat.model.Progress;
import io.aiplat.supply.blob.BlobDigest;
import io.aiplat.supply.blob.BlobStore;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A process that fetches 24 MiB over four connections is killed ten times on the way (SIGKILL), and the server
/// counts.
class KilledDownloadTest {
    private static final int BYTES = 24 << 20;
    private static final long CHUNK = 1 << 20;
    private static final int CONNECTIONS = 4;
    private static final int KILLS = 10;

    @TempDir
    Path folder;

    @Test
    @Timeout(180)
    void sendsAtMostOneChunkForEachConnectionAgainAfterEachKill() throws Exception {
        byte[] content = new byte[BYTES];
        new Random(12).nextBytes(content);
        BlobDigest digest = new BlobDigest(Digests.sha256(content));
        try (RangeServer server = new RangeServer(content)) {
            server.slow(1);
            for (int kill = 1; kill <= KILLS; kill++) {
                long at = server.sent() + BYTES / (KILLS + 2);
                CountDownLatch reached = new CountDownLatch(1);
                server.watch(sent -> {
                    if (sent >= at) {
                        reached.countDown();
                    }
                });
                Process child = child(server.file(), digest);
                assertTrue(reached.await(30, TimeUnit.SECONDS), "the child fetches nothing");
                child.destroyForcibly().waitFor();
            }
            server.watch(_ -> {});
            BlobStore store = new BlobStore(folder);
            assertFalse(store.has(digest), "it was killed each time before it was done");
            Process last = child(server.file(), digest);
            assertEquals(0, last.waitFor());
            assertTrue(store.isIntact(digest, Progress.NONE));
            long again = server.sent() - BYTES;
            assertTrue(
                    again <= KILLS * CONNECTIONS * CHUNK, again + " bytes were sent again after " + KILLS + " kills");
            try (var left = Files.list(folder.resolve("incoming"))) {
                assertEquals(
                        List.of("sha256-" + digest.hex() + ".lock"),
                        left.map(file -> file.getFileName().toString()).toList());
            }
        }
    }

    private Process child(URI file, BlobDigest digest) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path", "").replace(File.pathSeparator + File.pathSeparator, ":"),
                        Child.class.getName(),
                        folder.toString(),
                        file.toString(),
                        digest.hex())
                .inheritIO()
                .start();
    }

    /// Fetches in a process of its own.
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) throws InterruptedException {
            DownloadLimits limits =
                    new DownloadLimits(CONNECTIONS, CHUNK, 3, Duration.ofMillis(50), Duration.ofSeconds(20));
            BlobDigest digest = new BlobDigest(arguments[2]);
            new Downloader(new BlobStore(Path.of(arguments[0])), limits, ByteRate.UNLIMITED)
                    .fetch(
                            RangeServer.blob(URI.create(arguments[1]), digest, BYTES, true, digest.toString()),
                            arguments[1],
                            "the file",
                            Progress.NONE);
        }
    }
}
