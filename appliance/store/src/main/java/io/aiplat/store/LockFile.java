package io.aiplat.store;

import io.aiplat.model.ApplianceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Lock file: an operating system lock on a file in which stands who has it. It keeps two processes, and two parts of
/// one, from changing a home or a journal at once. The system lets go of it when the process ends, however it ends, so
/// nothing is left to clean up after `kill -9`.
public final class LockFile implements AutoCloseable {
    // A POSIX lock belongs to the process and is lost when the process closes *any* channel of the file, so a
    // second attempt in the same process must not even open it.
    private static final Map<Path, byte[]> HELD_HERE = new ConcurrentHashMap<>();
    private static final Duration PAUSE = Duration.ofMillis(10);

    private final Path file;
    private final FileChannel channel;
    private boolean passing;

    private LockFile(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /// Takes the lock of an open home, or says who has it. Does not wait.
    ///
    /// @param purpose the command that wants it, as a person knows it: `up`
    /// @throws ApplianceException STORE_LOCKED if another holds it, STORE_HOME_NOT_WRITABLE
    public static LockFile ofHome(Home home, String purpose, Clock clock) {
        return take(home, home.lock(), purpose, clock);
    }

    /// Takes the right to be the appliance process of an open home, which `serve` holds as long as it lives, while
    /// [#ofHome] is held by what changes the home.
    ///
    /// @throws ApplianceException STORE_LOCKED if another process serves, STORE_HOME_NOT_WRITABLE
    public static LockFile toServe(Home home, String purpose, Clock clock) {
        return take(home, home.run().resolve("serving.lock"), purpose, clock);
    }

    private static LockFile take(Home home, Path file, String purpose, Clock clock) {
        try {
            Holder holder = new Holder(ProcessHandle.current().pid(), purpose, clock.instant());
            LockFile taken = take(file, StoreJson.pretty(holder));
            if (taken == null) {
                throw new ApplianceException(StoreProblems.locked(home.root(), otherHolder(file)));
            }
            return taken;
        } catch (IOException e) {
            throw new ApplianceException(StoreProblems.homeNotWritable(home.root(), StoreProblems.reason(e)), e);
        }
    }

    /// Takes the lock of a file, made when it is missing. Does not wait.
    ///
    /// @param holder what to write into it
    /// @return null if another has it, be it in this process
    /// @throws IOException if it can be neither had nor written; then nothing is held
    public static @Nullable LockFile take(Path file, byte[] holder) throws IOException {
        Path real = real(file);
        if (HELD_HERE.putIfAbsent(real, holder) != null) {
            return null;
        }
        LockFile taken = null;
        try {
            taken = tryToTake(real, holder);
            return taken;
        } finally {
            if (taken == null) {
                HELD_HERE.remove(real);
            }
        }
    }

    /// Takes the lock of a file, made when it is missing, and waits as long as another has it.
    ///
    /// @param holder   what to write into it
    /// @param patience how long at most
    /// @return null if another has it still
    /// @throws IOException if it can be neither had nor written; then nothing is held
    public static @Nullable LockFile await(Path file, byte[] holder, Duration patience)
            throws IOException, InterruptedException {
        long begin = System.nanoTime();
        LockFile taken = take(file, holder);
        while (taken == null && System.nanoTime() - begin < patience.toNanos()) {
            Thread.sleep(PAUSE);
            taken = take(file, holder);
        }
        return taken;
    }

    /// Takes the lock of a file that lies where people look, and so goes when it is let go of. Does not wait.
    ///
    /// @param holder what to write into it
    /// @return null if another has it, be it in this process
    /// @throws IOException if it can be neither had nor written; then nothing is held
    public static @Nullable LockFile takePassing(Path file, byte[] holder) throws IOException {
        while (true) {
            LockFile taken = take(file, holder);
            // Opened before another let go of it, and locked after: that file is nobody's any more.
            if (taken == null || Files.exists(file)) {
                if (taken != null) {
                    taken.passing = true;
                }
                return taken;
            }
            taken.close();
        }
    }

    /// What the one who has it wrote into it. It takes a moment from taking to writing, and the file may be gone.
    ///
    /// @throws IOException if it cannot be read
    public static byte[] holder(Path file) throws IOException {
        byte[] ours = HELD_HERE.get(real(file));
        return ours == null ? Files.readAllBytes(file) : ours.clone();
    }

    /// By whatever path it is reached, it is one file.
    private static Path real(Path file) throws IOException {
        Path absolute = file.toAbsolutePath();
        Path folder = absolute.getParent();
        Path name = absolute.getFileName();
        return folder == null || name == null ? absolute : folder.toRealPath().resolve(name);
    }

    private static @Nullable LockFile tryToTake(Path file, byte[] holder) throws IOException {
        FileChannel channel = FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), AtomicFile.PRIVATE_FILE);
        boolean taken = false;
        try {
            if (channel.tryLock() == null) {
                return null;
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(holder));
            taken = true;
            return new LockFile(file, channel);
        } catch (OverlappingFileLockException _) {
            // Another part of this process has it by a link.
            return null;
        } finally {
            if (!taken) {
                channel.close();
            }
        }
    }

    /// Null where nothing is known of it, and where it is this very process, which nobody needs to be told to end.
    private static @Nullable Holder otherHolder(Path file) {
        try {
            return HELD_HERE.containsKey(real(file)) ? null : StoreJson.MAPPER.readValue(holder(file), Holder.class);
        } catch (IOException e) {
            // It took the lock a moment ago and has not signed yet, or is gone; that it is held is all we know.
            return null;
        }
    }

    /// Lets go.
    @Override
    public void close() {
        try (channel) {
            if (passing) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new ApplianceException(StoreProblems.notWritten(file, StoreProblems.reason(e)), e);
        } finally {
            HELD_HERE.remove(file);
        }
    }

    /// Who has that of a home.
    ///
    /// @param purpose the command
    /// @param since   when it took it
    record Holder(long pid, String purpose, Instant since) {}
}
