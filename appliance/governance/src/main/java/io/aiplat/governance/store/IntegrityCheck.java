package io.aiplat.governance.store;

import io.aiplat.model.ApplianceException;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/// An integrity check of a store before it is used: its pages, its numbers, and whether it knows all that was
/// answered. It reads only, through a connection that cannot write, so that what is damaged stays as it was found.
final class IntegrityCheck {
    // What no aiplat writes. Sums that were too large for a whole number are no whole numbers any more.
    private static final String IMPOSSIBLE = """
            SELECT 'spend of day ' || day FROM spend_day WHERE typeof(micros) <> 'integer' OR min(requests, estimated,
                input, output, cached, micros) < 0 UNION ALL
            SELECT 'spend of minute ' || minute FROM spend_minute
                WHERE typeof(micros) <> 'integer' OR micros < 0 UNION ALL
            SELECT 'reservation ' || sequence FROM open_reservations WHERE min(micros, input, output) < 0 UNION ALL
            SELECT 'the place in the journal' WHERE (SELECT count(*) FROM ledger) <> 1 LIMIT 1
            """;

    private final GovernanceStore store;
    private final Connection connection;

    private IntegrityCheck(GovernanceStore store, Connection connection) {
        this.store = store;
        this.connection = connection;
    }

    /// Examines the store, if there is one.
    ///
    /// @param most of a store of more bytes only what says who may do what is examined, and not all that was ever
    ///     spent
    /// @throws ApplianceException GOVERNANCE_STORE_DAMAGED, GOVERNANCE_STORE_BEHIND, GOVERNANCE_STORE_FOREIGN,
    ///     GOVERNANCE_STORE_NEWER
    static void of(GovernanceStore store, long most) throws IOException, SQLException {
        // Before the store: what is made meanwhile is in the store first.
        HighWaterMark.Reading mark = store.mark().read();
        if (!Files.exists(store.file()) || Files.size(store.file()) == 0) {
            if (mark != null) {
                throw behind(store, "it is gone, or empty");
            }
            return;
        }
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(store.patience());
        try (Connection connection = config.createConnection("jdbc:sqlite:" + store.file())) {
            new IntegrityCheck(store, connection).examine(mark, Files.size(store.file()) <= most);
        }
    }

    private void examine(HighWaterMark.@Nullable Reading mark, boolean wholly) throws SQLException {
        int version = Schema.version(connection);
        if (version > Schema.VERSIONS.size()) {
            throw new ApplianceException(GovernanceProblems.storeNewer(store.file(), version, Schema.VERSIONS.size()));
        }
        if (version == 0) {
            refuseForeign(mark);
            return;
        }
        // A number is how many errors to look for, a name is a table.
        for (String what : wholly ? List.of("1") : List.of("holders", "keys", "tokens")) {
            List<String> wrong = Sql.query(connection, "PRAGMA quick_check(" + what + ")", row -> row.getString(1));
            if (!wrong.equals(List.of("ok"))) {
                throw damaged("SQLite says: " + wrong.getFirst());
            }
        }
        if (wholly && version >= Schema.LEDGER_SINCE) {
            Sql.query(connection, IMPOSSIBLE, row -> row.getString(1)).forEach(what -> {
                throw damaged(what + " has a number that cannot be");
            });
        }
        if (version == Schema.VERSIONS.size()) {
            // One of before has not all the columns yet that are read.
            readable();
        }
        if (mark != null) {
            compare(mark, version);
        }
    }

    private void refuseForeign(HighWaterMark.@Nullable Reading mark) throws SQLException {
        List<String> tables = Sql.query(
                connection,
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' LIMIT 3",
                row -> row.getString(1));
        if (!tables.isEmpty()) {
            throw new ApplianceException(GovernanceProblems.storeForeign(store.file(), String.join(", ", tables)));
        }
        if (mark != null) {
            throw behind(store, "it is empty");
        }
    }

    // Names, windows and patterns that are no such thing any more.
    private void readable() throws SQLException {
        try {
            LimitOwnerTable holders = new LimitOwnerTable(connection);
            Sql.snapshot(connection, () -> new KeyTable(connection, holders).all());
        } catch (RuntimeException e) {
            throw damaged("a key, user or team cannot be read: " + e.getMessage());
        }
    }

    private void compare(HighWaterMark.Reading mark, int version) throws SQLException {
        if (version < Schema.CHANGES_SINCE) {
            throw behind(store, "it is from an older aiplat");
        }
        HighWaterMark.Reading found = SpendStore.changes(connection);
        if (found.store() != mark.store()) {
            throw behind(store, "it is another store");
        }
        if (found.changes() < mark.changes()) {
            throw behind(
                    store,
                    ("of %d changes of keys, users and teams that were answered it knows %d;"
                                    + " its log (%s-wal) was cut or damaged, or this is an older copy")
                            .formatted(
                                    mark.changes(),
                                    found.changes(),
                                    store.file().getFileName()));
        }
    }

    private ApplianceException damaged(String reason) {
        return new ApplianceException(GovernanceProblems.storeDamaged(store.file(), reason));
    }

    private static ApplianceException behind(GovernanceStore store, String reason) {
        return new ApplianceException(
                GovernanceProblems.storeBehind(store.file(), store.mark().file(), reason));
    }
}
