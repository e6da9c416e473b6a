package io.aiplat.governance.wal;

import io.aiplat.governance.store.GovernanceProblems;
import io.aiplat.governance.store.GovernanceStore;
import io.aiplat.governance.store.StoreFailures;
import io.aiplat.model.ApplianceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// File lock of the write-ahead log: says that this process writes it.
/// An operating system lock, gone when the process is.
public final class WalLock implements AutoCloseable {
    private final FileChannel channel;

    private WalLock(FileChannel channel) {
        this.channel = channel;
    }

    /// Takes the lock.
    ///
    /// @throws ApplianceException GOVERNANCE_JOURNAL_IN_USE, GOVERNANCE_JOURNAL_NOT_WRITTEN
    public static WalLock take(GovernanceStore store) {
        try {
            FileChannel channel = FileChannel.open(
                    store.lock(),
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            if (lock(channel) == null) {
                String holder = read(channel);
                channel.close();
                throw new ApplianceException(GovernanceProblems.journalInUse(store.folder(), holder));
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
            return new WalLock(channel);
        } catch (IOException e) {
            throw StoreFailures.of(store, e);
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException _) {
            // This very process has it: two gateways in one.
            return null;
        }
    }

    private static String read(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(20);
        channel.read(bytes, 0);
        String pid = StandardCharsets.US_ASCII.decode(bytes.flip()).toString();
        return pid.isEmpty() ? "It has not said which process it is." : "It is process " + pid + ".";
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
