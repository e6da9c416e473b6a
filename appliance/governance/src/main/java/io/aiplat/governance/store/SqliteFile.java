package io.aiplat.governance.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.sqlite.SQLiteConfig;

/// A SQLite file that somebody else uses, for who only reads or copies it.
public final class SqliteFile {
    private SqliteFile() {}

    /// What is asked of a file.
    ///
    /// @param <T> the answer
    @FunctionalInterface
    public interface Question<T> {
        /// Reads.
        T of(Connection connection) throws SQLException;
    }

    /// What is done with a file.
    @FunctionalInterface
    public interface Work {
        /// Does it.
        void run() throws IOException, SQLException;
    }

    /// Does something while this process reads the file, as it is when that begins: what is written meanwhile stays in
    /// SQLite's log. Does nothing where there is no file, or an empty one.
    ///
    /// @param patience how long to wait for who writes, in milliseconds
    public static void whileReading(Path file, int patience, Work work) throws IOException, SQLException {
        if (!isThere(file)) {
            return;
        }
        try (Connection connection = connect(file, patience)) {
            Sql.execute(connection, "BEGIN");
            // The transaction begins with the first look.
            Sql.query(connection, "SELECT count(*) FROM sqlite_master", row -> row.getInt(1));
            work.run();
        }
    }

    /// Reads a file; nothing of it is changed.
    ///
    /// @param patience how long to wait for who writes, in milliseconds
    /// @return empty where there is no file, or an empty one
    public static <T> Optional<T> read(Path file, int patience, Question<T> question) throws IOException, SQLException {
        if (!isThere(file)) {
            return Optional.empty();
        }
        try (Connection connection = connect(file, patience)) {
            return Optional.of(question.of(connection));
        }
    }

    /// Copies a file as it is at one moment, however long that takes: SQLite reads in one transaction, and who writes
    /// does not wait for it.
    ///
    /// @param target is not there yet
    /// @param patience how long to wait for who writes, in milliseconds
    /// @return false where there is no file, or an empty one; then there is no copy either
    public static boolean copy(Path file, Path target, int patience) throws IOException, SQLException {
        if (!isThere(file)) {
            return false;
        }
        // SQLite writes into an empty file that is there, and would make one that others can read.
        Files.createFile(target, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (Connection connection = connect(file, patience)) {
            Sql.update(connection, "VACUUM INTO ?", target.toString());
        }
        try (FileChannel channel = FileChannel.open(target, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        return true;
    }

    /// Opens a file of the caller's own to write, with a write-ahead log of SQLite's; it is made where there is none, for
    /// its owner alone.
    ///
    /// @param patience how long to wait for who writes, in milliseconds
    public static Connection open(Path file, int patience) throws IOException, SQLException {
        Files.createDirectories(
                file.toAbsolutePath().getParent(),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        if (!Files.exists(file)) {
            // SQLite gives the files it makes beside this one the same mode.
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        if (!NativeLibrary.isUnpacked()) {
            NativeLibrary.unpackInto(file.resolveSibling("native"));
        }
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(patience);
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
        return config.createConnection("jdbc:sqlite:" + file);
    }

    private static boolean isThere(Path file) throws IOException {
        return Files.exists(file) && Files.size(file) > 0;
    }

    private static Connection connect(Path file, int patience) throws IOException, SQLException {
        if (!NativeLibrary.isUnpacked()) {
            NativeLibrary.unpackInto(file.resolveSibling("native"));
        }
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(patience);
        return config.createConnection("jdbc:sqlite:" + file);
    }
}
