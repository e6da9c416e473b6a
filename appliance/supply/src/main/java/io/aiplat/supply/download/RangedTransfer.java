package io.aiplat.supply.download;

import io.aiplat.supply.blob.BlobDigest;
import io.aiplat.supply.blob.DiskRoom;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Fetches a blob in chunks over several connections, and goes on with what an earlier process made durable.
///
/// The thread that runs it only waits, so that an interrupt of it ends everything at once whatever the others wait
/// for.
final class RangedTransfer {
    private static final long LOOK_SECONDS = 1;

    private final Transfer transfer;
    private final ChunkJournal journal;
    private final FileChannel file;
    private final TrailingHash hash;
    private final BitSet claimed;
    private final AtomicLong done;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ReentrantLock durably = new ReentrantLock();
    private List<Integer> written = new ArrayList<>();
    private int running;
    private @Nullable Throwable failure;
    private @Nullable BlobDigest digest;

    private RangedTransfer(Transfer transfer, ChunkJournal journal, FileChannel file) {
        this.transfer = transfer;
        this.journal = journal;
        this.file = file;
        this.claimed = journal.durable();
        this.hash = new TrailingHash(journal.chunks(), file, claimed);
        Chunks chunks = journal.chunks();
        this.done = new AtomicLong(claimed.stream()
                .mapToLong(chunk -> chunks.end(chunk) - chunks.begin(chunk))
                .sum());
    }

    /// Fetches what is missing.
    ///
    /// @return the digest of all of it, which is durable in the partial file
    /// @throws IOException if it cannot be written here
    static BlobDigest run(Transfer transfer) throws IOException, InterruptedException {
        long bytes = transfer.blob().bytes();
        Chunks wanted = new Chunks(bytes, transfer.limits().chunkBytes(bytes));
        try (ChunkJournal journal = ChunkJournal.open(
                        transfer.journal(), transfer.part(), transfer.blob().version(), wanted);
                FileChannel file =
                        FileChannel.open(transfer.part(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return new RangedTransfer(transfer, journal, file).run();
        }
    }

    private BlobDigest run() throws IOException, InterruptedException {
        report();
        List<ChunkConnection> connections = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        int missing = journal.chunks().count() - claimed.cardinality();
        for (int number = 0; number < Math.min(missing, transfer.limits().connections()); number++) {
            ChunkConnection connection = new ChunkConnection(transfer, file, this);
            connections.add(connection);
            threads.add(thread("download-" + number, () -> fetchAll(connection)));
        }
        threads.add(thread("download-hash", () -> digest = hash.run()));
        running = threads.size();
        threads.forEach(Thread::start);
        try {
            awaitEnd(connections);
        } finally {
            threads.forEach(Thread::interrupt);
            connections.forEach(ChunkConnection::close);
            for (Thread thread : threads) {
                join(thread);
            }
        }
        return outcome();
    }

    /// These threads write files and wait for disks, which would hold up others of the virtual kind.
    private Thread thread(String name, Work work) {
        return Thread.ofPlatform().daemon().name(name).unstarted(() -> {
            Throwable failed = null;
            try {
                work.run();
            } catch (IOException | RuntimeException | Error | InterruptedException e) {
                failed = e;
            }
            ended(failed);
        });
    }

    @FunctionalInterface
    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private void ended(@Nullable Throwable failed) {
        lock.lock();
        try {
            running--;
            if (failure == null) {
                failure = failed;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void awaitEnd(List<ChunkConnection> connections) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (running > 0 && failure == null) {
                if (!changed.await(LOOK_SECONDS, TimeUnit.SECONDS)) {
                    connections.forEach(ChunkConnection::closeStalled);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /// The files may not be closed under those who write them.
    private static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private BlobDigest outcome() throws IOException, InterruptedException {
        switch (failure) {
            case null -> {}
            case IOException e -> throw e;
            case InterruptedException e -> throw e;
            case RuntimeException e -> throw e;
            case Throwable e -> throw new IllegalStateException("a download ended by " + e, e);
        }
        BlobDigest found = digest;
        if (found == null) {
            throw new IllegalStateException("a download ended without a digest");
        }
        return found;
    }

    private void fetchAll(ChunkConnection connection) throws IOException, InterruptedException {
        for (int chunk = claim(); chunk >= 0; chunk = claim()) {
            connection.fetch(journal.chunks().begin(chunk), journal.chunks().end(chunk));
            hash.add(chunk);
            makeDurable(chunk);
        }
    }

    /// The first that nobody has begun; -1 if there is none.
    private int claim() {
        lock.lock();
        try {
            int chunk = claimed.nextClearBit(0);
            if (chunk >= journal.chunks().count()) {
                return -1;
            }
            claimed.set(chunk);
            return chunk;
        } finally {
            lock.unlock();
        }
    }

    /// Returns when a chunk is forced to the disk and stands in the journal. One does it for all who wait for it.
    private void makeDurable(int chunk) throws IOException {
        lock.lock();
        try {
            written.add(chunk);
        } finally {
            lock.unlock();
        }
        durably.lock();
        try {
            List<Integer> now = takeWritten();
            if (!now.isEmpty()) {
                file.force(false);
                journal.add(now);
                DiskRoom.requireRest(
                        transfer.part(), transfer.what(), transfer.blob().bytes() - done.get());
            }
        } finally {
            durably.unlock();
        }
    }

    private List<Integer> takeWritten() {
        lock.lock();
        try {
            List<Integer> now = written;
            written = new ArrayList<>();
            return now;
        } finally {
            lock.unlock();
        }
    }

    /// Bytes have come.
    void came(int bytes) {
        done.addAndGet(bytes);
        report();
    }

    /// Bytes that are here.
    long done() {
        return done.get();
    }

    private void report() {
        transfer.progress()
                .at("fetching " + transfer.what(), done.get(), transfer.blob().bytes());
    }
}
