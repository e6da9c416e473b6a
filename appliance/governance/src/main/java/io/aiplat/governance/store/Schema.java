package io.aiplat.governance.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// The tables, version by version. A version that has shipped is never changed; the next one is added.
final class Schema {
    private static final String KEYS = """
            CREATE TABLE holders (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                kind TEXT NOT NULL CHECK (kind IN ('KEY', 'USER', 'TEAM')),
                name TEXT NOT NULL,
                created INTEGER NOT NULL,
                deleted INTEGER,
                budgets TEXT NOT NULL DEFAULT '',
                requests INTEGER,
                tokens INTEGER,
                concurrent INTEGER,
                models TEXT NOT NULL DEFAULT '');
            CREATE UNIQUE INDEX holder_names ON holders (kind, name) WHERE deleted IS NULL;
            CREATE TABLE keys (
                id INTEGER PRIMARY KEY REFERENCES holders,
                role TEXT NOT NULL CHECK (role IN ('ORDINARY', 'ADMIN')),
                user INTEGER REFERENCES holders,
                team INTEGER REFERENCES holders,
                expires INTEGER,
                revoked INTEGER,
                tags TEXT NOT NULL DEFAULT '',
                cache INTEGER NOT NULL DEFAULT 0,
                shadow INTEGER NOT NULL DEFAULT 0);
            CREATE TABLE tokens (
                hash BLOB PRIMARY KEY,
                key INTEGER NOT NULL REFERENCES keys,
                prefix TEXT NOT NULL,
                created INTEGER NOT NULL,
                valid_until INTEGER) WITHOUT ROWID;
            CREATE INDEX tokens_of_key ON tokens (key)
            """;

    private static final String LEDGER = """
            CREATE TABLE ledger (store INTEGER NOT NULL, segment INTEGER NOT NULL, position INTEGER NOT NULL);
            INSERT INTO ledger VALUES (random(), 0, 0);
            CREATE TABLE open_reservations (
                sequence INTEGER PRIMARY KEY,
                key INTEGER NOT NULL,
                user INTEGER NOT NULL,
                team INTEGER NOT NULL,
                model TEXT NOT NULL,
                tags TEXT NOT NULL,
                micros INTEGER NOT NULL,
                at INTEGER NOT NULL,
                input INTEGER NOT NULL,
                output INTEGER NOT NULL);
            CREATE TABLE spend_day (
                day INTEGER NOT NULL,
                key INTEGER NOT NULL,
                user INTEGER NOT NULL,
                team INTEGER NOT NULL,
                model TEXT NOT NULL,
                tags TEXT NOT NULL,
                requests INTEGER NOT NULL,
                estimated INTEGER NOT NULL,
                input INTEGER NOT NULL,
                output INTEGER NOT NULL,
                cached INTEGER NOT NULL,
                micros INTEGER NOT NULL,
                PRIMARY KEY (day, key, user, team, model, tags)) WITHOUT ROWID;
            CREATE TABLE spend_minute (
                holder INTEGER NOT NULL,
                minute INTEGER NOT NULL,
                micros INTEGER NOT NULL,
                PRIMARY KEY (holder, minute)) WITHOUT ROWID
            """;

    // Budgets that never begin anew count what was spent before the last 32 days, too, in a minute number 0.
    private static final String CHANGES = """
            ALTER TABLE ledger ADD COLUMN changes INTEGER NOT NULL DEFAULT 0;
            INSERT INTO spend_minute SELECT holder, 0, micros - kept FROM (
                SELECT holder, sum(min(micros, 1000000000000000)) AS micros,
                    coalesce((SELECT sum(min(m.micros, 1000000000000000)) FROM spend_minute AS m
                        WHERE m.holder = spent.holder), 0) AS kept
                FROM (SELECT key AS holder, micros FROM spend_day
                    UNION ALL SELECT user, micros FROM spend_day WHERE user <> 0
                    UNION ALL SELECT team, micros FROM spend_day WHERE team <> 0) AS spent GROUP BY holder)
            WHERE micros > kept
            """;

    /// Keys that a file names are told from those that people made. In a store of before, those are taken for a
    /// file's whose tokens a person chose, for only a file can state one.
    private static final String SEEDS = """
            ALTER TABLE keys ADD COLUMN seeded INTEGER NOT NULL DEFAULT 0;
            ALTER TABLE keys ADD COLUMN withdrawn INTEGER;
            UPDATE keys SET seeded = 1
                WHERE id IN (SELECT key FROM tokens WHERE valid_until IS NULL AND length(prefix) <= 4)
                AND id NOT IN (SELECT key FROM tokens WHERE length(prefix) > 4)
            """;

    /// What a key may open has a third value. The constraint of `role` cannot be changed without making the table
    /// anew, which tokens refer to, so it is a column of its own.
    private static final String METRICS = """
            ALTER TABLE keys ADD COLUMN metrics INTEGER NOT NULL DEFAULT 0
                CHECK (metrics = 0 OR (metrics = 1 AND role = 'ORDINARY'))
            """;

    /// Keys may administer less than everything: their team, or what is their user's own.
    private static final String MANAGES = """
            ALTER TABLE keys ADD COLUMN manages TEXT
                CHECK (manages IS NULL OR (manages IN ('TEAM', 'SELF') AND role = 'ORDINARY' AND metrics = 0))
            """;

    /// Requests have milliseconds of GPUs.
    private static final String GPU = """
            ALTER TABLE spend_day ADD COLUMN gpu INTEGER NOT NULL DEFAULT 0
            """;

    /// Number one first.
    static final List<String> VERSIONS = List.of(KEYS, LEDGER, CHANGES, SEEDS, METRICS, MANAGES, GPU);
    /// The version that has spend.
    static final int LEDGER_SINCE = 2;
    /// The version that counts changes of keys, users and teams.
    static final int CHANGES_SINCE = 3;

    private Schema() {}

    /// Brings a store to the newest version.
    ///
    /// @return the version it has, which is higher than any known one if a newer aiplat wrote it; nothing was
    ///     changed then
    static int migrate(Connection connection, long now) throws SQLException {
        return migrate(connection, now, VERSIONS);
    }

    /// Brings a store to the last of some versions, which begin with number one.
    static int migrate(Connection connection, long now, List<String> versions) throws SQLException {
        // The common case takes no lock: everybody who opens the store comes through here.
        int found = version(connection);
        return found >= versions.size() ? found : Sql.transaction(connection, () -> advance(connection, now, versions));
    }

    private static int advance(Connection connection, long now, List<String> versions) throws SQLException {
        Sql.execute(
                connection,
                "CREATE TABLE IF NOT EXISTS schema_version (version INTEGER PRIMARY KEY, applied INTEGER NOT NULL)");
        int found = version(connection);
        for (int version = found + 1; version <= versions.size(); version++) {
            for (String statement : versions.get(version - 1).split(";\n", -1)) {
                Sql.execute(connection, statement);
            }
            Sql.update(connection, "INSERT INTO schema_version VALUES (?, ?)", version, now);
        }
        return Math.max(found, versions.size());
    }

    /// The version of a store, 0 for an empty one.
    static int version(Connection connection) throws SQLException {
        boolean versioned = !Sql.query(
                        connection, "SELECT name FROM sqlite_master WHERE name = 'schema_version'", row -> 1)
                .isEmpty();
        return versioned
                ? Sql.query(connection, "SELECT coalesce(max(version), 0) FROM schema_version", row -> row.getInt(1))
                        .getFirst()
                : 0;
    }
}
