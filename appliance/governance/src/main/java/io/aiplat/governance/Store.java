package io.aiplat.governance;

import io.aiplat.model.ApplianceException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import org.sqlite.SQLiteConfig;

/// Where everything lies, and how it is opened: one folder for its owner only, in it the SQLite file, the
/// lock of the journal, and the journal.
///
/// @param folder   made when it is missing
/// @param patience how long to wait for another program that writes, in milliseconds
record Store(Path folder, int patience) {
    private static final int USUAL_PATIENCE = 5000;
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");

    /// One that waits as long as usual.
    Store(Path folder) {
        this(folder, USUAL_PATIENCE);
    }

    Path file() {
        return folder.resolve("governance.db");
    }

    Path lock() {
        return folder.resolve("journal.lock");
    }

    Path journal() {
        return folder.resolve("journal");
    }

    /// Opens the SQLite file, made or brought to the newest version where needed.
    ///
    /// @throws ApplianceException GOVERNANCE_STORE_NEWER, GOVERNANCE_STORE_UNREADABLE
    Connection open(long now) {
        try {
            Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(FOLDER));
            Files.createDirectories(journal(), PosixFilePermissions.asFileAttribute(FOLDER));
            closeToOthers();
            NativeLibrary.unpackInto(folder.resolve("native"));
            return connect(now);
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

    private Connection connect(long now) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(patience);
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        // What the system was told is kept when the process dies; every commit would wait for the disk otherwise.
        config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        config.enforceForeignKeys(true);
        Connection connection = config.createConnection("jdbc:sqlite:" + file());
        try {
            int found = Schema.migrate(connection, now);
            if (found > Schema.VERSIONS.size()) {
                throw new ApplianceException(GovernanceProblems.storeNewer(file(), found, Schema.VERSIONS.size()));
            }
            return connection;
        } catch (SQLException | ApplianceException e) {
            connection.close();
            throw e;
        }
    }
}
