package io.aiplat.governance.shared;

import io.aiplat.governance.store.GovernanceStore;
import io.aiplat.governance.store.SpendStore;
import io.aiplat.governance.store.Sql;
import io.aiplat.governance.store.StoreFailures;
import io.aiplat.governance.wal.WalRecovery;
import io.aiplat.model.ApplianceException;
import io.aiplat.store.LockFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Takes keys, users, teams and what they have spent from a folder into a database that is empty, wholly or not at
/// all. The folder is left as it is.
public final class StoreTransfer {
    // In the order in which rows refer to each other. Both stores have these columns, under these names.
    private static final Map<String, String> TABLES = new LinkedHashMap<>();

    static {
        TABLES.put("holders", "id, kind, name, created, deleted, budgets, requests, tokens, concurrent, models");
        TABLES.put(
                "keys",
                "id, role, \"user\", team, expires, revoked, tags, cache, shadow, seeded, withdrawn, metrics, manages");
        TABLES.put("tokens", "hash, key, prefix, created, valid_until");
        TABLES.put(
                "spend_day",
                "day, key, \"user\", team, model, tags, requests, estimated, input, output, cached, micros, gpu");
        TABLES.put("spend_minute", "holder, minute, micros");
    }

    private StoreTransfer() {}

    /// What was taken.
    ///
    /// @param keys   those that were revoked, too
    /// @param owners users and teams
    /// @param days   sums of a day
    public record Taken(int keys, int owners, int days) {}

    /// Takes it. What an earlier process had open when it ended is charged in full first, as at its next start.
    ///
    /// @throws ApplianceException GOVERNANCE_NOTHING_TO_SHARE if the folder has no store, GOVERNANCE_JOURNAL_IN_USE
    ///     if a gateway runs on it, GOVERNANCE_DATABASE_NOT_EMPTY, and as stores and databases cannot be used
    public static Taken run(Path folder, DatabaseAddress database, InstantSource clock) {
        GovernanceStore store = new GovernanceStore(folder);
        if (!Files.exists(store.file())) {
            throw new ApplianceException(SharedProblems.nothingToShare(folder));
        }
        try (LockFile _ = store.takeLock();
                Connection from = store.open(clock.millis())) {
            WalRecovery.run(store.journal(), new SpendStore(from));
            return into(database, from, clock.millis());
        } catch (SQLException e) {
            throw StoreFailures.of(store, e);
        } catch (IOException e) {
            throw StoreFailures.of(store, e);
        }
    }

    private static Taken into(DatabaseAddress database, Connection from, long now) {
        try (Connection to = database.connect()) {
            SharedSchema.migrate(to, database, now);
            Sql.update(to, "UPDATE changes SET number = number + 1");
            Sql.query(to, "SELECT head FROM ledger FOR UPDATE", row -> row.getLong(1));
            for (String table : TABLES.keySet()) {
                if (!Sql.query(to, "SELECT 1 FROM " + table + " LIMIT 1", _ -> 1)
                        .isEmpty()) {
                    throw new ApplianceException(SharedProblems.databaseNotEmpty(database.toString()));
                }
            }
            int days = 0;
            for (Map.Entry<String, String> table : TABLES.entrySet()) {
                int rows = copy(from, to, table.getKey(), table.getValue());
                days = table.getKey().equals("spend_day") ? rows : days;
            }
            Sql.query(
                    to,
                    "SELECT setval(pg_get_serial_sequence('holders', 'id'), coalesce((SELECT max(id) FROM holders), 1))",
                    row -> row.getLong(1));
            int keys = living(to, "kind = 'KEY'");
            int owners = living(to, "kind <> 'KEY'");
            to.commit();
            return new Taken(keys, owners, days);
        } catch (SQLException e) {
            throw SharedProblems.of(database, e);
        }
    }

    private static int living(Connection to, String which) throws SQLException {
        return Sql.query(to, "SELECT count(*) FROM holders WHERE deleted IS NULL AND " + which, row -> row.getInt(1))
                .getFirst();
    }

    private static int copy(Connection from, Connection to, String table, String columns) throws SQLException {
        int width = columns.split(",").length;
        List<Object[]> rows = Sql.query(from, "SELECT " + columns + " FROM " + table, row -> values(row, width));
        String marks = "?" + ", ?".repeat(width - 1);
        try (PreparedStatement insert =
                to.prepareStatement("INSERT INTO " + table + " (" + columns + ") VALUES (" + marks + ")")) {
            for (Object[] row : rows) {
                for (int i = 0; i < width; i++) {
                    insert.setObject(i + 1, row[i]);
                }
                insert.addBatch();
            }
            insert.executeBatch();
        }
        return rows.size();
    }

    private static Object[] values(ResultSet row, int width) throws SQLException {
        Object[] values = new Object[width];
        for (int i = 0; i < width; i++) {
            values[i] = row.getObject(i + 1);
        }
        return values;
    }
}
