package io.aiplat.governance.shared;

import io.aiplat.governance.store.KeySession;
import io.aiplat.governance.store.Sql;
import io.aiplat.model.ApplianceException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// Session of an administration with a shared store. Changes take turns by the row that counts them, which every
/// gateway reads before it decides anything; a connection that was lost is opened again before the next work.
public final class SharedKeySession implements KeySession {
    private final DatabaseAddress database;
    private final Runnable afterChange;
    private @Nullable Connection opened;

    /// Nothing is connected yet.
    ///
    /// @param afterChange tells this process's gateway
    public SharedKeySession(DatabaseAddress database, Runnable afterChange) {
        this.database = database;
        this.afterChange = afterChange;
    }

    @Override
    public Connection connection() throws SQLException {
        Connection there = opened;
        if (there != null) {
            // A database that was restarted since has closed it, which shows only when it is used.
            if (answers(there)) {
                return there;
            }
            opened = null;
            close(there);
        }
        Connection made = database.connect();
        try {
            SharedSchema.migrate(made, database, System.currentTimeMillis());
        } catch (SQLException | ApplianceException e) {
            close(made);
            throw e;
        }
        opened = made;
        return made;
    }

    private static boolean answers(Connection connection) {
        try {
            boolean answers = connection.isValid(2);
            connection.rollback();
            return answers;
        } catch (SQLException e) {
            return false;
        }
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            // It is gone already, which is why it is closed.
        }
    }

    @Override
    public <T> T change(Sql.Transaction<T> work) throws SQLException {
        return within(connection -> {
            Sql.update(connection, "UPDATE changes SET number = number + 1");
            return work.run();
        });
    }

    @Override
    public <T> T read(Sql.Transaction<T> work) throws SQLException {
        return within(connection -> {
            Sql.execute(connection, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
            return work.run();
        });
    }

    private interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    private <T> T within(Work<T> work) throws SQLException {
        Connection connection = opened == null ? connection() : opened;
        try {
            T result = work.with(connection);
            connection.commit();
            return result;
        } catch (SQLException | RuntimeException | Error e) {
            try {
                connection.rollback();
            } catch (SQLException again) {
                e.addSuppressed(again);
            }
            throw e;
        }
    }

    @Override
    public void changed() {
        afterChange.run();
    }

    @Override
    public ApplianceException failure(SQLException e) {
        return SharedProblems.of(database, e);
    }

    @Override
    public ApplianceException failure(IOException e) {
        return new ApplianceException(
                SharedProblems.databaseAway(database.toString(), String.valueOf(e.getMessage())), e);
    }

    @Override
    public void close() {
        if (opened != null) {
            close(opened);
            opened = null;
        }
    }
}
