package io.aiplat.supply.download;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Lock of one download: two processes, or two parts of one, do not write one partial file. The system lets go of it
/// when the process ends, however it ends. The file stays: who removed it would part those who wait for it from those
/// who come.
final class BlobLock implements AutoCloseable {
    /// The lock of a file belongs to the process and is lost when the process closes any channel of it, so a second
    /// attempt in the same process does not even open it.
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private static final long LOOK_MILLIS = 200;

    private final Path file;
    private final FileChannel channel;

    private BlobLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /// Waits until it has the lock.
    ///
    /// @param waiting told again and again as long as another has it
    static BlobLock await(Path file, Runnable waiting) throws IOException, InterruptedException {
        BlobLock taken = tryToTake(file);
        while (taken == null) {
            waiting.run();
            Thread.sleep(LOOK_MILLIS);
            taken = tryToTake(file);
        }
        return taken;
    }

    /// Takes the lock if nobody has it; null if somebody has.
    static @Nullable BlobLock tryToTake(Path lock) throws IOException {
        Path folder = lock.toAbsolutePath().getParent();
        Path file = folder == null ? lock : folder.toRealPath().resolve(lock.getFileName());
        if (!HELD_HERE.add(file)) {
            return null;
        }
        FileChannel channel = null;
        boolean taken = false;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock held = channel.tryLock();
            taken = held != null;
            return taken ? new BlobLock(file, channel) : null;
        } finally {
            if (!taken) {
                if (channel != null) {
                    channel.close();
                }
                HELD_HERE.remove(file);
            }
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            HELD_HERE.remove(file);
        }
    }
}
