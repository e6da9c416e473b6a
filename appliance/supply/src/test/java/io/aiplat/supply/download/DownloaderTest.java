package io.aiplat.supply.download;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.Digests;
import io.aiplat.model.Progress;
import io.aiplat.supply.blob.BlobDigest;
import io.aiplat.supply.blob.BlobStore;
import io.aiplat.supply.source.RemoteBlob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DownloaderTest {
    private static final int BYTES = (9 << 20) + 12_345;
    private static final DownloadLimits LIMITS =
            new DownloadLimits(4, 1 << 20, 3, Duration.ofMillis(10), Duration.ofMillis(1500));

    @TempDir
    Path folder;

    private byte[] content;
    private BlobDigest digest;
    private RangeServer server;
    private BlobStore store;
    private Downloader downloader;

    @BeforeEach
    void serve() throws IOException {
        content = bytes(1);
        digest = new BlobDigest(Digests.sha256(content));
        server = new RangeServer(content);
        store = new BlobStore(folder);
        downloader = new Downloader(store, LIMITS, ByteRate.UNLIMITED);
    }

    @AfterEach
    void end() {
        server.close();
    }

    private static byte[] bytes(int seed) {
        byte[] bytes = new byte[BYTES];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private RemoteBlob blob(@Nullable BlobDigest said, boolean ranges, String version) {
        return RangeServer.blob(server.file(), said, BYTES, ranges, version);
    }

    private BlobDigest fetch(RemoteBlob blob) throws InterruptedException {
        return downloader.fetch(blob, server.file().toString(), "the file", Progress.NONE);
    }

    @Test
    void fetchesOnce() throws Exception {
        assertEquals(digest, fetch(blob(digest, true, "1")));
        assertArrayEquals(content, Files.readAllBytes(store.path(digest)));
        assertEquals(BYTES, server.sent());
        assertEquals(10, server.asked(), "each chunk with one request");
        fetch(blob(digest, true, "1"));
        assertEquals(BYTES, server.sent(), "what is here is not fetched");
    }

    @Test
    void goesOnWhereAConnectionBrokeOff() throws Exception {
        server.breakOff(6);
        assertEquals(digest, fetch(blob(digest, true, "1")));
        // What the JDK's client had read and not handed on yet goes with its connection: a buffer of it at most.
        long again = server.sent() - BYTES;
        assertTrue(again >= 0 && again <= 6 * (128 << 10), () -> again + " bytes were sent again");
    }

    @Test
    void keepsWhatIsDurableOfAnInterruptedOneAndEndsAtOnce() throws Exception {
        server.slow(20);
        Thread pull = Thread.ofPlatform()
                .start(() -> assertThrows(InterruptedException.class, () -> fetch(blob(digest, true, "1"))));
        while (downloader.keptBytes(blob(digest, true, "1"), server.file().toString()) < 2 << 20) {
            Thread.sleep(10);
        }
        long begin = System.nanoTime();
        pull.interrupt();
        pull.join();
        assertTrue(System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(2), "it ends promptly");
        server.awaitIdle();
        server.slow(0);
        long before = server.sent();
        long kept = downloader.keptBytes(blob(digest, true, "1"), server.file().toString());
        fetch(blob(digest, true, "1"));
        assertEquals(BYTES - kept, server.sent() - before);
        assertTrue(store.isIntact(digest, Progress.NONE));
    }

    @Test
    void beginsAnewWhereTheSourceHasAnotherVersion() throws Exception {
        server.slow(20);
        Thread pull = Thread.ofPlatform()
                .start(() -> assertThrows(InterruptedException.class, () -> fetch(blob(null, true, "old"))));
        while (downloader.keptBytes(blob(null, true, "old"), server.file().toString()) == 0) {
            Thread.sleep(10);
        }
        pull.interrupt();
        pull.join();
        server.slow(0);
        byte[] other = bytes(2);
        server.change(other);
        BlobDigest found = fetch(blob(null, true, "new"));
        assertEquals(Digests.sha256(other), found.hex());
        assertArrayEquals(other, Files.readAllBytes(store.path(found)));
        long before = server.sent();
        assertEquals(found, fetch(blob(null, true, "new")), "a version that said no digest is known by now");
        assertEquals(before, server.sent());
    }

    @Test
    void streamsWhatHasNoRangesAndTakesItFromTheBeginningWhenItBreaks() throws Exception {
        server.breakOff(1);
        assertEquals(digest, fetch(blob(digest, false, "1")));
        assertArrayEquals(content, Files.readAllBytes(store.path(digest)));
        assertTrue(server.sent() > BYTES);
    }

    @Test
    void fetchesDamagedBytesOnceMoreAndThenRefusesThem() throws Exception {
        byte[] damaged = content.clone();
        damaged[BYTES / 2] ^= 1;
        server.change(damaged);
        ApplianceException e = assertThrows(ApplianceException.class, () -> fetch(blob(digest, true, "1")));
        assertEquals("SUPPLY_DOWNLOAD_DAMAGED", e.problem().code().id());
        assertTrue(
                e.problem().why().contains(server.file().toString()),
                e.problem().why());
        assertEquals(2L * BYTES, server.sent());
        assertFalse(store.has(digest));
        server.change(content);
        assertEquals(digest, fetch(blob(digest, true, "1")));
        assertEquals(3L * BYTES, server.sent(), "nothing was kept of the damaged ones");
    }

    @Test
    void mendsBytesThatWereDamagedOnceOnTheWay() throws Exception {
        byte[] damaged = content.clone();
        damaged[3] ^= 1;
        server.change(damaged);
        assertEquals(digest, downloader.fetch(blob(digest, true, "1"), "there", "the file", (what, _, _) -> {
            if (what.contains("again")) {
                server.change(content);
            }
        }));
    }

    @Test
    void joinsADownloadThatIsUnderWay() throws Exception {
        server.slow(5);
        CountDownLatch waits = new CountDownLatch(1);
        try (var both = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<BlobDigest> first = both.submit(() -> fetch(blob(digest, true, "1")));
            while (server.sent() == 0) {
                Thread.sleep(5);
            }
            Downloader other = new Downloader(new BlobStore(folder), LIMITS, ByteRate.UNLIMITED);
            Future<BlobDigest> second =
                    both.submit(() -> other.fetch(blob(digest, true, "1"), "x", "the file", (w, _, _) -> {
                        if (w.startsWith("waiting")) {
                            waits.countDown();
                        }
                    }));
            assertEquals(digest, first.get());
            assertEquals(digest, second.get());
        }
        assertEquals(0, waits.getCount());
        assertEquals(BYTES, server.sent());
    }

    @Test
    void givesUpASourceThatBringsNothingMoreAndSaysWhatIsKept() throws Exception {
        server.close();
        ApplianceException e = assertThrows(ApplianceException.class, () -> fetch(blob(digest, true, "1")));
        assertEquals("SUPPLY_DOWNLOAD_BROKEN_OFF", e.problem().code().id());
    }

    @Test
    void keepsToARateThatAllConnectionsShare() throws Exception {
        long begin = System.nanoTime();
        new Downloader(store, LIMITS, new ByteRate(6L << 20))
                .fetch(blob(digest, true, "1"), "there", "the file", Progress.NONE);
        double seconds = (System.nanoTime() - begin) / 1e9;
        assertTrue(seconds > 1.3 && seconds < 10, "9 MiB took " + seconds + " s at 6 MiB/s");
    }

    @Test
    void fetchesAnEmptyBlob() throws Exception {
        server.change(new byte[0]);
        BlobDigest empty = new BlobDigest(Digests.sha256(""));
        assertEquals(empty, fetch(RangeServer.blob(server.file(), empty, 0, false, "1")));
    }
}
