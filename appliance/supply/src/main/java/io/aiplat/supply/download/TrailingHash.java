package io.aiplat.supply.download;

import io.aiplat.model.Digests;
import io.aiplat.supply.blob.BlobDigest;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.util.BitSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Digest that follows a download: halves of chunks come in any order, and it reads each as soon as all before it are
/// there, while the system still has it in memory. So there is no second reading at the end.
final class TrailingHash {
    private final ChunkHalves halves;
    private final FileChannel file;
    private final BitSet there;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private final MessageDigest digest = Digests.begun();

    /// @param file  is read at places of its own
    /// @param there halves that are there already
    TrailingHash(ChunkHalves halves, FileChannel file, BitSet there) {
        this.halves = halves;
        this.file = file;
        this.there = (BitSet) there.clone();
    }

    /// A half has been written.
    void add(int half) {
        lock.lock();
        try {
            there.set(half);
            more.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Reads all, and returns when it has.
    ///
    /// @throws InterruptedException if it is interrupted, as it is where the rest will not come
    BlobDigest run() throws IOException, InterruptedException {
        ByteBuffer piece = ByteBuffer.allocate(Transfer.PIECE);
        for (int half = 0; half < halves.count(); half++) {
            await(half);
            for (long at = halves.begin(half); at < halves.end(half); ) {
                piece.clear().limit((int) Math.min(piece.capacity(), halves.end(half) - at));
                int read = file.read(piece, at);
                if (read < 0) {
                    throw new EOFException("the partial file ends at " + at);
                }
                digest.update(piece.array(), 0, read);
                at += read;
            }
        }
        return new BlobDigest(Digests.sha256(digest));
    }

    private void await(int half) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!there.get(half)) {
                more.await();
            }
        } finally {
            lock.unlock();
        }
    }
}
