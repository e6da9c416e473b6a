package io.aiplat.supply.download;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aiplat.model.Digests;
import io.aiplat.model.Progress;
import io.aiplat.supply.blob.BlobDigest;
import io.aiplat.supply.source.RemoteBlob;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class DurableHalvesTest {
    private static final ChunkHalves HALVES = new ChunkHalves(10, 4);
    private static final String VERSION = "1";

    @TempDir
    Path folder;

    private Path part;
    private ChunkJournal journal;
    private FileChannel file;
    private DurableHalves durable;

    @BeforeEach
    void begin() throws IOException {
        part = folder.resolve("blob.part");
        journal = ChunkJournal.open(folder.resolve("blob.journal"), part, VERSION, HALVES);
        file = FileChannel.open(part, StandardOpenOption.WRITE);
        file.write(ByteBuffer.allocate(10));
        RemoteBlob blob = RangeServer.blob(
                URI.create("http://127.0.0.1:1/"), new BlobDigest(Digests.sha256(VERSION)), 10, true, VERSION);
        Transfer transfer = new Transfer(
                blob,
                "there",
                "the file",
                part,
                folder.resolve("blob.journal"),
                new DownloadLimits(1, 8, 1, Duration.ZERO, Duration.ofSeconds(1)),
                ByteRate.UNLIMITED,
                Progress.NONE);
        durable = new DurableHalves(transfer, file, journal, () -> 0);
    }

    @AfterEach
    void end() throws IOException {
        file.close();
        journal.close();
    }

    private long journaled() throws IOException {
        return ChunkJournal.durableBytes(folder.resolve("blob.journal"), part, VERSION, 10);
    }

    @Test
    void letsNobodyPastAHalfThatIsNotInTheJournal() throws Exception {
        durable.add(0);
        durable.add(1);
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            Future<Long> connection = threads.submit(() -> {
                durable.await(1);
                return journaled();
            });
            assertThrows(TimeoutException.class, () -> connection.get(200, TimeUnit.MILLISECONDS));
            Future<Void> work = threads.submit(() -> {
                durable.run();
                return null;
            });
            assertEquals(8, connection.get());
            assertFalse(work.isDone(), "the last half has not come yet");
            durable.add(2);
            work.get();
        }
        assertEquals(10, journaled());
    }
}
