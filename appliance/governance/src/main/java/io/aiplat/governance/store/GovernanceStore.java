package io.aiplat.governance.store;

import io.aiplat.model.ApplianceException;
import io.aiplat.store.LockFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import org.sqlite.SQLiteConfig;

/// Store of governance, and how it is opened: one folder for its owner only, in it the SQLite file, the lock of the
/// journal, and the journal.
///
/// @param folder   made when it is missing
/// @param patience how long to wait for another program that writes, in milliseconds
public record GovernanceStore(Path folder, int patience) {
    private static final int USUAL_PATIENCE = 5000;
    // A hundred megabytes, or 1.6 million sums of a day, take about two seconds to examine: for who serves once.
    private static final long MOST_AT_START = 256L << 20;
    private static final long MOST_FOR_A_COMMAND = 8L << 20;
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");

    /// One that waits as long as usual.
    public GovernanceStore(Path folder) {
        this(folder, USUAL_PATIENCE);
    }

    /// The SQLite file.
    public Path file() {
        return folder.resolve("governance.db");
    }

    /// The file that the one process that serves holds locked.
    public Path lock() {
        return folder.resolve("journal.lock");
    }

    /// Takes the right to write the journal, which the process that serves holds as long as it lives.
    ///
    /// @throws ApplianceException GOVERNANCE_JOURNAL_IN_USE, GOVERNANCE_JOURNAL_NOT_WRITTEN
    public LockFile takeLock() {
        String pid = Long.toString(ProcessHandle.current().pid());
        try {
            LockFile taken = LockFile.take(lock(), pid.getBytes(StandardCharsets.US_ASCII));
            if (taken == null) {
                throw new ApplianceException(GovernanceProblems.journalInUse(folder, holder()));
            }
            return taken;
        } catch (IOException e) {
            throw StoreFailures.of(this, e);
        }
    }

    private String holder() throws IOException {
        String pid = new String(LockFile.holder(lock()), StandardCharsets.US_ASCII);
        return pid.isEmpty() ? "It has not said which process it is." : "It is process " + pid + ".";
    }

    /// The folder of the journal's segments.
    public Path journal() {
        return folder.resolve("journal");
    }

    /// How many changes were answered.
    HighWaterMark mark() {
        return new HighWaterMark(folder.resolve("governance.mark"));
    }

    /// Opens the SQLite file for spend, made or brought to the newest version where needed. Its end may be lost
    /// with the power; the journal has it then.
    ///
    /// @throws ApplianceException as [#openForChanges]
    public Connection open(long now) {
        examine(MOST_AT_START);
        // What the system was told is kept when the process dies; every commit would wait for the disk otherwise.
        return open(now, SQLiteConfig.SynchronousMode.NORMAL);
    }

    /// The same for changes of keys: what is committed is on the disk.
    ///
    /// @param examined whether this process has opened the store before
    /// @throws ApplianceException GOVERNANCE_STORE_NEWER, GOVERNANCE_STORE_UNREADABLE, GOVERNANCE_STORE_DAMAGED,
    ///     GOVERNANCE_STORE_BEHIND, GOVERNANCE_STORE_FOREIGN, GOVERNANCE_STORE_LOCKED, GOVERNANCE_DISK_FULL
    Connection openForChanges(long now, boolean examined) {
        if (!examined) {
            examine(MOST_FOR_A_COMMAND);
        }
        return open(now, SQLiteConfig.SynchronousMode.FULL);
    }

    /// The version of the tables that this aiplat makes.
    public static int newest() {
        return Schema.VERSIONS.size();
    }

    /// The version of the tables that are there, also of those of a newer aiplat; 0 where there are none.
    ///
    /// @throws ApplianceException GOVERNANCE_STORE_UNREADABLE, GOVERNANCE_STORE_DAMAGED
    public int version() {
        try {
            return SqliteFile.read(file(), patience, Schema::version).orElse(0);
        } catch (IOException e) {
            throw StoreFailures.of(this, e);
        } catch (SQLException e) {
            throw StoreFailures.of(this, e);
        }
    }

    /// Copies the journal from a place on.
    @FunctionalInterface
    public interface JournalCopy {
        /// Copies; all files of the journal from that one on are there meanwhile.
        void from(SpendStore.Position position) throws IOException;
    }

    /// Copies the SQLite file as it is at one moment, and has the journal copied from there on. Its mark is not
    /// copied: who opens the copy makes it anew.
    ///
    /// @param other   is empty
    /// @param journal is asked unless there is nothing, or a store of before the journal
    /// @throws ApplianceException GOVERNANCE_STORE_UNREADABLE, GOVERNANCE_STORE_DAMAGED, GOVERNANCE_STORE_LOCKED,
    ///     GOVERNANCE_DISK_FULL
    public void copy(GovernanceStore other, JournalCopy journal) {
        try {
            // A file of the journal goes when SQLite's log was brought into its file, which waits for who reads.
            SqliteFile.whileReading(file(), patience, () -> {
                SqliteFile.copy(file(), other.file(), patience);
                Optional<SpendStore.Position> position = SqliteFile.read(other.file(), patience, GovernanceStore::place)
                        .orElse(Optional.empty());
                if (position.isPresent()) {
                    journal.from(position.get());
                }
            });
        } catch (IOException e) {
            throw StoreFailures.of(other, e);
        } catch (SQLException e) {
            throw StoreFailures.of(this, e);
        }
    }

    private static Optional<SpendStore.Position> place(Connection connection) throws SQLException {
        return Schema.version(connection) < Schema.LEDGER_SINCE
                ? Optional.empty()
                : Optional.of(new SpendStore(connection).load());
    }

    private void examine(long most) {
        try {
            Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(FOLDER));
            Files.createDirectories(journal(), PosixFilePermissions.asFileAttribute(FOLDER));
            StoreOwnershipCheck.refuse(this);
            NativeLibrary.unpackInto(folder.resolve("native"));
            IntegrityCheck.of(this, most);
        } catch (IOException e) {
            throw StoreFailures.of(this, e);
        } catch (SQLException e) {
            throw StoreFailures.of(this, e);
        }
    }

    private Connection open(long now, SQLiteConfig.SynchronousMode synchronous) {
        try {
            closeToOthers();
            return connect(now, synchronous);
        } catch (IOException e) {
            throw StoreFailures.of(this, e);
        } catch (SQLException e) {
            throw StoreFailures.of(this, e);
        }
    }

    // SQLite gives the files it makes beside this one the same mode.
    private void closeToOthers() throws IOException {
        try {
            Files.createFile(file(), PosixFilePermissions.asFileAttribute(FILE));
        } catch (FileAlreadyExistsException _) {
            // Made by an earlier run, or by another process just now.
            if (!FILE.equals(Files.getPosixFilePermissions(file()))) {
                Files.setPosixFilePermissions(file(), FILE);
            }
        }
    }

    private Connection connect(long now, SQLiteConfig.SynchronousMode synchronous) throws SQLException, IOException {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(patience);
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(synchronous);
        config.enforceForeignKeys(true);
        Connection connection = config.createConnection("jdbc:sqlite:" + file());
        try {
            Schema.migrate(connection, now);
            HighWaterMark.Reading known = SpendStore.changes(connection);
            if (mark().read() == null) {
                SpendStore.checkpoint(connection);
                mark().raise(known);
            }
            return connection;
        } catch (SQLException | IOException | ApplianceException e) {
            connection.close();
            throw e;
        }
    }
}
