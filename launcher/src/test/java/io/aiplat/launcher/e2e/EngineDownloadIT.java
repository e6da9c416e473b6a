package io.aiplat.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.Digests;
import io.aiplat.testkit.LlamaServerBinary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An engine from an address: killed ten times on the way, and hardly anything comes twice.
class EngineDownloadIT {
    private static final int KILLS = 10;
    /// As a download has them, see `DownloadLimits`: so many connections, each with a sixteenth of the file at a time.
    private static final int CONNECTIONS = 4;

    private static final int CHUNKS = 16;

    /// A line of the journal is half a chunk.
    private static final int HALVES = 2;

    @TempDir
    Path folder;

    @Test
    void tenKillsOnTheWayCostAtMostAChunkOfEachConnection() throws Exception {
        Path archive = release();
        long size = Files.size(archive);
        try (ReleaseServer server = new ReleaseServer(archive).pausing(8);
                Aiplat aiplat = Aiplat.withoutEngine().with("PATH", "/usr/bin:/bin")) {
            String[] install = {
                "engines", "install", "llamacpp", "--from", server.address(), "--sha256", sha256(archive)
            };
            for (int kill = 0; kill < KILLS; kill++) {
                long before = server.sent();
                Running running = aiplat.start(install);
                // Mostly before any chunk is whole; twice when some more are durable.
                int durable = kill % 5 == 1 ? 4 * HALVES * (kill / 5 + 1) : 0;
                while (running.runs() && (server.sent() - before < size / 20 || durable(aiplat) < durable)) {
                    Thread.sleep(5);
                }
                assertTrue(running.runs(), () -> "it was done before kill number: " + running.result());
                running.kill();
                assertFalse(Files.exists(aiplat.home.resolve("engines/llamacpp")), "nothing is there by half");
            }
            long before = server.sent();

            aiplat.run(install).ok().tells("is installed");

            long last = server.sent() - before;
            assertTrue(last < size * 3 / 4, () -> "the last run fetched " + last + " of " + size);
            long again = server.sent() - size;
            assertTrue(
                    again <= (long) KILLS * CONNECTIONS * (size / CHUNKS + 1),
                    () -> again + " bytes of " + size + " came twice in " + KILLS + " kills");
            assertEquals("used", aiplat.json("engines", "list").at("/0/state").asText());
            assertFalse(Files.exists(aiplat.home.resolve("engines/downloads")), "nothing of the download stays");
        }
    }

    @Test
    void otherBytesThanThoseAskedForAreRefused() throws Exception {
        try (ReleaseServer server = new ReleaseServer(release());
                Aiplat aiplat = Aiplat.withoutEngine().with("PATH", "/usr/bin:/bin")) {
            aiplat.run("engines", "install", "llamacpp", "--from", server.address())
                    .failsWith(2, "ENGINES_CHECKSUM_WANTED");
            aiplat.run("engines", "install", "llamacpp", "--from", server.address(), "--sha256", "0".repeat(64))
                    .failsWith(5, "SUPPLY_DOWNLOAD_DAMAGED");
            String nowhere = server.address().replace("/releases/", "/nowhere/");
            aiplat.run("engines", "install", "llamacpp", "--from", nowhere, "--sha256", "0".repeat(64))
                    .failsWith(5, "ENGINES_NOT_FETCHED");
            assertFalse(Files.exists(aiplat.home.resolve("engines/llamacpp")));
        }
    }

    /// Halves of chunks that the journal of the download has: a line each, below the first.
    private static long durable(Aiplat aiplat) throws IOException {
        Path incoming = aiplat.home.resolve("engines/downloads/incoming");
        if (!Files.isDirectory(incoming)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(incoming)) {
            long lines = 0;
            for (Path file :
                    files.filter(one -> one.toString().endsWith(".journal")).toList()) {
                lines += Files.readString(file).lines().count() - 1;
            }
            return lines;
        }
    }

    /// The real program, with what no compression makes smaller beside it.
    private Path release() throws Exception {
        Path tree = Folders.within(folder, "llama-b1");
        Files.copy(LlamaServerBinary.needed(), tree.resolve("llama-server"));
        byte[] noise = new byte[20 << 20];
        new SecureRandom().nextBytes(noise);
        Files.write(tree.resolve("libnoise.so"), noise);
        Path archive = folder.resolve("llama.tar.gz");
        Program.run("tar", "-C", folder.toString(), "-czf", archive.toString(), "llama-b1")
                .ok();
        return archive;
    }

    private static String sha256(Path file) throws Exception {
        return Digests.sha256(file);
    }
}
