package io.aiplat.supply.download;

import io.aiplat.supply.blob.DiskRoom;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/// Makes halves of chunks durable while others are being fetched: one force for all that came meanwhile, the journal
/// after it. Connections wait for the one before the last of theirs only, so they seldom wait at all.
final class DurableHalves {
    private final Transfer transfer;
    private final FileChannel file;
    private final ChunkJournal journal;
    private final LongSupplier missing;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final BitSet durable;
    private List<Integer> written = new ArrayList<>();

    /// @param missing bytes that have not come yet, for which the disk has to have room
    DurableHalves(Transfer transfer, FileChannel file, ChunkJournal journal, LongSupplier missing) {
        this.transfer = transfer;
        this.file = file;
        this.journal = journal;
        this.missing = missing;
        this.durable = journal.durable();
    }

    /// A half has been written.
    void add(int half) {
        lock.lock();
        try {
            written.add(half);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Returns when a half is forced to the disk and stands in the journal.
    void await(int half) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!durable.get(half)) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Makes what is added durable, and returns when all is.
    ///
    /// @throws InterruptedException if it is interrupted, as it is where the rest will not come
    void run() throws IOException, InterruptedException {
        for (List<Integer> now = takeWritten(); !now.isEmpty(); now = takeWritten()) {
            file.force(false);
            journal.add(now);
            DiskRoom.requireRest(transfer.part(), transfer.what(), missing.getAsLong());
            lock.lock();
            try {
                now.forEach(durable::set);
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /// Empty when all is durable.
    private List<Integer> takeWritten() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (written.isEmpty() && durable.cardinality() < journal.halves().count()) {
                changed.await();
            }
            List<Integer> now = written;
            written = new ArrayList<>();
            return now;
        } finally {
            lock.unlock();
        }
    }
}
