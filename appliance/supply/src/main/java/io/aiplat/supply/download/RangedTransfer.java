package io.aiplat.supply.download;

import io.aiplat.supply.blob.BlobDigest;
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
/// Each connection fetches, one thread makes durable and one digests what has come, so the disk and the processor keep
/// no connection waiting unless they are slower than the source.
///
/// The thread that runs it only waits, so that an interrupt of it ends everything at once whatever the others wait
/// for.
final class RangedTransfer {
    private static final long LOOK_SECONDS = 1;
    private static final int NONE = -1;

    private final Transfer transfer;
    private final ChunkJournal journal;
    private final FileChannel file;
    private final TrailingHash hash;
    private final DurableHalves durable;
    private final BitSet claimed;
    private final AtomicLong done;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private int running;
    private @Nullable Throwable failure;
    private @Nullable BlobDigest digest;

    /// Halves that one connection fetches with one request.
    private record Claim(int first, int last) {}

    private RangedTransfer(Transfer transfer, ChunkJournal journal, FileChannel file) {
        this.transfer = transfer;
        this.journal = journal;
        this.file = file;
        this.claimed = journal.durable();
        this.hash = new TrailingHash(journal.halves(), file, claimed);
        ChunkHalves halves = journal.halves();
        this.done = new AtomicLong(claimed.stream()
                .mapToLong(half -> halves.end(half) - halves.begin(half))
                .sum());
        this.durable = new DurableHalves(transfer, file, journal, () -> halves.bytes() - done.get());
    }

    /// Fetches what is missing.
    ///
    /// @return the digest of all of it, which is durable in the partial file
    /// @throws IOException if it cannot be written here
    static BlobDigest run(Transfer transfer) throws IOException, InterruptedException {
        long bytes = transfer.blob().bytes();
        ChunkHalves wanted = new ChunkHalves(bytes, transfer.limits().halfBytes(bytes));
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
        int missing = journal.halves().count() - claimed.cardinality();
        for (int number = 0; number < Math.min(missing, transfer.limits().connections()); number++) {
            ChunkConnection connection = new ChunkConnection(transfer, file, this);
            connections.add(connection);
            threads.add(thread("download-" + number, () -> fetchAll(connection)));
        }
        threads.add(thread("download-durable", durable::run));
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
        ChunkHalves halves = journal.halves();
        int before = NONE;
        for (Claim claim = claim(); claim != null; claim = claim()) {
            for (int half = claim.first; half <= claim.last; half++) {
                connection.fetch(halves.begin(half), halves.end(half), halves.end(claim.last));
                hash.add(half);
                durable.add(half);
                // The half before the one that is fetched may still be on its way to the disk, and no other.
                if (before != NONE) {
                    durable.await(before);
                }
                before = half;
            }
        }
    }

    /// The first chunk that nobody has begun, or the half of one that is missing; null if there is none.
    private @Nullable Claim claim() {
        lock.lock();
        try {
            int first = claimed.nextClearBit(0);
            if (first >= journal.halves().count()) {
                return null;
            }
            boolean whole = first % 2 == 0 && first + 1 < journal.halves().count() && !claimed.get(first + 1);
            int last = whole ? first + 1 : first;
            claimed.set(first, last + 1);
            return new Claim(first, last);
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
