package io.aiplat.quality.trace;

import io.aiplat.governance.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;

/// Tables of traces. What a person or a model has said is in `content`, which is sealed; the rest is there to be found.
final class TraceTables {
    /// Number of this format. Another one begins anew: traces are not worth a migration.
    private static final int VERSION = 1;

    private static final String[] STATEMENTS = {
        """
        CREATE TABLE observations (
            trace BLOB NOT NULL,
            id BLOB NOT NULL,
            parent BLOB,
            name TEXT NOT NULL,
            type TEXT NOT NULL,
            started INTEGER NOT NULL,
            ended INTEGER NOT NULL,
            level TEXT NOT NULL,
            model TEXT,
            input INTEGER NOT NULL,
            output INTEGER NOT NULL,
            cached INTEGER,
            reasoning INTEGER,
            micros INTEGER,
            content BLOB NOT NULL)
        """,
        "CREATE UNIQUE INDEX observation_ids ON observations (trace, id)",
        """
        CREATE TABLE traces (
            trace BLOB PRIMARY KEY,
            name TEXT NOT NULL,
            started INTEGER NOT NULL,
            ended INTEGER NOT NULL,
            user TEXT,
            session TEXT,
            tags TEXT NOT NULL,
            environment TEXT NOT NULL,
            service TEXT NOT NULL,
            key TEXT NOT NULL,
            team TEXT,
            observations INTEGER NOT NULL,
            failed INTEGER NOT NULL,
            input INTEGER NOT NULL,
            output INTEGER NOT NULL,
            micros INTEGER) WITHOUT ROWID
        """,
        "CREATE INDEX traces_by_time ON traces (started)",
        "CREATE INDEX traces_by_session ON traces (session, started) WHERE session IS NOT NULL",
        "CREATE INDEX traces_by_user ON traces (user, started) WHERE user IS NOT NULL",
        """
        CREATE TABLE scores (
            trace BLOB NOT NULL,
            id TEXT NOT NULL,
            observation BLOB,
            name TEXT NOT NULL,
            value REAL,
            word TEXT,
            comment TEXT,
            at INTEGER NOT NULL,
            PRIMARY KEY (trace, id)) WITHOUT ROWID
        """
    };

    private TraceTables() {}

    /// Makes them in a new file.
    ///
    /// @return false if they are there in another format
    static boolean make(Connection connection) throws SQLException {
        int there = Sql.query(connection, "PRAGMA user_version", row -> row.getInt(1))
                .getFirst();
        if (there != 0) {
            return there == VERSION;
        }
        // Before the first table: pages that become free are given back to the disk.
        Sql.execute(connection, "PRAGMA auto_vacuum = INCREMENTAL");
        Sql.execute(connection, "VACUUM");
        return Sql.transaction(connection, () -> {
            for (String statement : STATEMENTS) {
                Sql.execute(connection, statement);
            }
            Sql.execute(connection, "PRAGMA user_version = " + VERSION);
            return true;
        });
    }
}
