package io.aiplat.store;

import io.aiplat.model.ApplianceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// File lock of a home: keeps two processes from changing it at once.
/// The system lets go of it when the process ends, however it ends, so nothing is left to clean up after `kill -9`.
public final class HomeLock implements AutoCloseable {
    // A POSIX lock belongs to the process and is lost when the process closes *any* channel of the file, so a
    // second attempt in the same process must not even open it.
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private HomeLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /// Takes the lock of an open home, or says who has it. Does not wait.
    ///
    /// @param purpose the command that wants it, as a person knows it: `up`
    /// @throws ApplianceException STORE_LOCKED if another holds it, STORE_HOME_NOT_WRITABLE
    public static HomeLock take(Home home, String purpose, Clock clock) {
        return take(home, home.lock(), purpose, clock);
    }

    /// Takes the right to be the appliance process of an open home, which `serve` holds as long as it lives, while
    /// [#take] is held by what changes the home.
    ///
    /// @throws ApplianceException STORE_LOCKED if another process serves, STORE_HOME_NOT_WRITABLE
    public static HomeLock takeToServe(Home home, String purpose, Clock clock) {
        return take(home, home.run().resolve("serving.lock"), purpose, clock);
    }

    private static HomeLock take(Home home, Path file, String purpose, Clock clock) {
        if (!HELD_HERE.add(file)) {
            throw new ApplianceException(StoreProblems.locked(home.root(), null));
        }
        HomeLock taken = null;
        try {
            taken = tryToTake(file);
            if (taken == null) {
                throw new ApplianceException(StoreProblems.locked(home.root(), holder(file)));
            }
            taken.sign(new Holder(ProcessHandle.current().pid(), purpose, clock.instant()));
            return taken;
        } catch (IOException e) {
            throw new ApplianceException(StoreProblems.homeNotWritable(home.root(), StoreProblems.reason(e)), e);
        } finally {
            if (taken == null) {
                HELD_HERE.remove(file);
            }
        }
    }

    private static @Nullable HomeLock tryToTake(Path file) throws IOException {
        FileChannel channel = FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), AtomicFile.PRIVATE_FILE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return new HomeLock(file, channel);
            }
            channel.close();
            return null;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private void sign(Holder holder) throws IOException {
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(StoreJson.pretty(holder)));
    }

    private static @Nullable Holder holder(Path file) {
        try {
            return StoreJson.MAPPER.readValue(Files.readAllBytes(file), Holder.class);
        } catch (IOException e) {
            // It took the lock a moment ago and has not signed yet, or is gone; that it is held is all we know.
            return null;
        }
    }

    /// Lets go.
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new ApplianceException(StoreProblems.notWritten(file, StoreProblems.reason(e)), e);
        } finally {
            HELD_HERE.remove(file);
        }
    }

    /// Who has it.
    ///
    /// @param purpose the command
    /// @param since   when it took it
    record Holder(long pid, String purpose, Instant since) {}
}
