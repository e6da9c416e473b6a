package io.aiplat.quality.trace;

import io.aiplat.governance.store.Sql;
import io.aiplat.governance.store.SqliteFile;
import io.aiplat.governance.store.StoreFailures;
import io.aiplat.model.ApplianceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// File of traces, opened when it is first used: one connection that writes, and one that reads meanwhile.
final class TraceFile implements AutoCloseable {
    private static final String NAME = "traces.db";
    private static final int PATIENCE_MILLIS = 5_000;

    private final Path file;
    private final ReentrantLock writing = new ReentrantLock();
    private final ReentrantLock reading = new ReentrantLock();
    private @Nullable Connection writer;
    private @Nullable Connection reader;

    TraceFile(Path folder) {
        this.file = folder.resolve(NAME);
    }

    /// Writes, wholly or not at all.
    ///
    /// @throws ApplianceException TRACES_NOT_WRITTEN
    void write(SqliteFile.Question<?> work) {
        writing.lock();
        try {
            Connection open = writer;
            if (open == null) {
                open = opened();
                writer = open;
            }
            Connection connection = open;
            Sql.transaction(connection, () -> work.of(connection));
        } catch (SQLException e) {
            throw new ApplianceException(TraceProblems.notWritten(file, StoreFailures.reason(e)), e);
        } catch (IOException e) {
            throw new ApplianceException(TraceProblems.notWritten(file, StoreFailures.reason(e)), e);
        } finally {
            writing.unlock();
        }
    }

    /// Gives the room of what was deleted back to the disk.
    ///
    /// @throws ApplianceException TRACES_NOT_WRITTEN
    void shrink() {
        writing.lock();
        try {
            if (writer != null) {
                try (Statement statement = writer.createStatement()) {
                    // Only so the driver takes all of its steps; each gives back one page.
                    statement.executeUpdate("PRAGMA incremental_vacuum");
                }
                // Where somebody reads just now the log stays long until the next time.
                Sql.query(writer, "PRAGMA wal_checkpoint(TRUNCATE)", row -> row.getInt(1));
            }
        } catch (SQLException e) {
            throw new ApplianceException(TraceProblems.notWritten(file, StoreFailures.reason(e)), e);
        } finally {
            writing.unlock();
        }
    }

    private Connection opened() throws IOException, SQLException {
        Connection connection = SqliteFile.open(file, PATIENCE_MILLIS);
        if (TraceTables.make(connection)) {
            return connection;
        }
        connection.close();
        throw new ApplianceException(TraceProblems.ofAnotherVersion(file));
    }

    /// Reads.
    ///
    /// @return empty where nothing was ever written
    /// @throws ApplianceException TRACES_NOT_READ
    <T> Optional<T> read(SqliteFile.Question<T> question) {
        reading.lock();
        try {
            Connection open = reader;
            if (open == null) {
                if (!Files.exists(file)) {
                    return Optional.empty();
                }
                open = opened();
                reader = open;
            }
            return Optional.of(question.of(open));
        } catch (SQLException e) {
            throw new ApplianceException(TraceProblems.notRead(file, StoreFailures.reason(e)), e);
        } catch (IOException e) {
            throw new ApplianceException(TraceProblems.notRead(file, StoreFailures.reason(e)), e);
        } finally {
            reading.unlock();
        }
    }

    /// On the disk, with what is still in SQLite's own log.
    long bytes() {
        return bytes(file) + bytes(file.resolveSibling(NAME + "-wal"));
    }

    private static long bytes(Path one) {
        try {
            return Files.size(one);
        } catch (IOException _) {
            return 0;
        }
    }

    @Override
    public void close() {
        writer = close(writing, writer);
        reader = close(reading, reader);
    }

    private static @Nullable Connection close(ReentrantLock lock, @Nullable Connection connection) {
        lock.lock();
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException _) {
            // What was written is in the file.
        } finally {
            lock.unlock();
        }
        return null;
    }
}
