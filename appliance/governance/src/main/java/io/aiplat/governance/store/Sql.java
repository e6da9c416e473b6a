package io.aiplat.governance.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Statements with their values, and transactions. Not safe for threads: whoever has a connection guards it.
public final class Sql {
    private Sql() {}

    /// Makes something of a row.
    public interface Row<T> {
        /// The thing; null is not one.
        T of(ResultSet row) throws SQLException;
    }

    /// Transaction: work that is done wholly or not at all.
    public interface Transaction<T> {
        /// Does it.
        T run() throws SQLException;
    }

    /// Runs a statement that changes rows.
    ///
    /// @param values of its question marks, in their order
    /// @return how many rows it has changed
    public static int update(Connection connection, String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            return statement.executeUpdate();
        }
    }

    /// Every row that a statement finds, in its order.
    ///
    /// @param values of its question marks, in their order
    public static <T> List<T> query(Connection connection, String sql, Row<T> row, @Nullable Object... values)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            try (ResultSet rows = statement.executeQuery()) {
                List<T> all = new ArrayList<>();
                while (rows.next()) {
                    all.add(row.of(rows));
                }
                return all;
            }
        }
    }

    static void bind(PreparedStatement statement, @Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }

    /// A whole number that may be missing.
    static @Nullable Long number(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    /// Writes in a transaction: all of the work is in the store, or nothing is. What is thrown is the first
    /// failure.
    ///
    /// The driver's own way, auto-commit off and on, is not used: where BEGIN fails it takes a transaction for one
    /// that has begun, and commits the statements after it one by one.
    public static <T> T transaction(Connection connection, Transaction<T> work) throws SQLException {
        return within(connection, "BEGIN IMMEDIATE", work);
    }

    /// Reads in a transaction: all of it sees the store at one moment, whoever writes, and nobody is kept from
    /// writing.
    public static <T> T snapshot(Connection connection, Transaction<T> work) throws SQLException {
        return within(connection, "BEGIN DEFERRED", work);
    }

    private static <T> T within(Connection connection, String begin, Transaction<T> work) throws SQLException {
        begin(connection, begin);
        try {
            T result = work.run();
            execute(connection, "COMMIT");
            return result;
        } catch (SQLException | RuntimeException | Error e) {
            rollback(connection, e);
            throw e;
        }
    }

    private static void begin(Connection connection, String begin) throws SQLException {
        try {
            execute(connection, begin);
        } catch (SQLException e) {
            if (!StoreFailures.isGeneral(e)) {
                throw e;
            }
            // One that could not be rolled back when it failed is open still; it must not become part of this one.
            rollback(connection, e);
            execute(connection, begin);
        }
    }

    // After some failures, a full disk among them, SQLite has rolled back already and says that there is nothing to.
    private static void rollback(Connection connection, Throwable reason) {
        try {
            execute(connection, "ROLLBACK");
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }

    /// Runs a statement without values.
    public static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
