package io.aiplat.governance.store;

import io.aiplat.model.ApplianceException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicReference;

/// Session with a store in a folder: a change is in SQLite's file, and counted in the mark beside it.
final class FileKeySession implements KeySession {
    private final GovernanceStore store;
    private final Runnable afterChange;
    private final Runnable afterFailure;
    private final Connection connection;

    /// @param afterChange  tells this process's gateway
    /// @param afterFailure says that the store could not be written
    /// @param examined     whether this process has opened the store before
    FileKeySession(GovernanceStore store, long now, Runnable afterChange, Runnable afterFailure, boolean examined) {
        this.store = store;
        this.afterChange = afterChange;
        this.afterFailure = afterFailure;
        this.connection = store.openForChanges(now, examined);
    }

    @Override
    public Connection connection() {
        return connection;
    }

    @Override
    public <T> T change(Sql.Transaction<T> work) throws SQLException, IOException {
        try {
            AtomicReference<HighWaterMark.Reading> made = new AtomicReference<>();
            T result = Sql.transaction(connection, () -> {
                T done = work.run();
                made.set(SpendStore.changed(connection));
                return done;
            });
            store.mark().raise(made.get());
            checkpoint();
            return result;
        } catch (SQLException e) {
            afterFailure.run();
            throw e;
        }
    }

    // The change is in SQLite's log, which is on the disk; in the file it does not depend on that log.
    private void checkpoint() {
        try {
            SpendStore.checkpoint(connection);
        } catch (SQLException e) {
            // It has no room to grow, for example. Nothing is lost by it: whoever opens the store reads the log.
            afterFailure.run();
        }
    }

    @Override
    public <T> T read(Sql.Transaction<T> work) throws SQLException {
        return Sql.snapshot(connection, work);
    }

    @Override
    public void changed() {
        afterChange.run();
    }

    @Override
    public ApplianceException failure(SQLException e) {
        return StoreFailures.of(store, e);
    }

    @Override
    public ApplianceException failure(IOException e) {
        return StoreFailures.of(store, e);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw StoreFailures.of(store, e);
        }
    }
}
