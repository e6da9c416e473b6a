package io.aiplat.governance.shared;

import io.aiplat.governance.key.LimitOwnerRecord;
import io.aiplat.governance.limit.LimitOwner;
import io.aiplat.governance.limit.WindowCounter;
import io.aiplat.governance.spend.LedgerEntry;
import io.aiplat.governance.spend.SpendDimension;
import io.aiplat.governance.store.KeyTable;
import io.aiplat.governance.store.LimitOwnerTable;
import io.aiplat.governance.store.SpendStore;
import io.aiplat.governance.store.Sql;
import io.aiplat.governance.wal.Checkpointer;
import io.aiplat.model.spend.Window;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Log that several gateways share: what each reserves and spends, in one order. A turn of a gateway holds the lock of
/// the log from its beginning to its commit, so it has read all that was written before, and nothing comes between
/// what it reads and what it writes. One thread uses it.
///
/// ```
/// begin (lock, time, what others wrote) ──► next, append ... ──► commit
///                                                 └─► abandon: nothing, or what is not known, was written
/// ```
public final class SharedLog implements AutoCloseable {
    // Longer than limits per minute look back and than a gateway lives that is not heard of.
    private static final Duration KEPT = Duration.ofMinutes(2);

    private static final String BEGIN = """
            SELECT store, head, pruned FROM ledger FOR UPDATE;
            SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint, (SELECT number FROM changes),
                (SELECT count(*) FROM gateways WHERE id = ?);
            SELECT * FROM entries WHERE position > ? ORDER BY position
            """;

    private final DatabaseAddress database;
    private final String name;
    private final List<SharedEntry> pending = new ArrayList<>();
    private @Nullable Connection opened;
    private @Nullable UUID store;
    private long gateway;
    private long head;
    private long now;
    private boolean known;

    /// Nothing is connected yet.
    ///
    /// @param name of this gateway, for whoever looks into the database
    public SharedLog(DatabaseAddress database, String name) {
        this.database = database;
        this.name = name;
    }

    /// What a turn begins with.
    ///
    /// @param now     the database's time, epoch milliseconds: the one clock that all gateways share
    /// @param changes how many changes of keys, users and teams there were
    /// @param fresh   whether all has to be read anew: at the start, after a failure, or once taken for dead
    /// @param entries what others have written since the last turn; none if all has to be read anew
    public record Look(long now, long changes, boolean fresh, List<SharedEntry> entries) {}

    /// Begins a turn; connects where there is no connection.
    ///
    /// @throws io.aiplat.model.ApplianceException GOVERNANCE_DATABASE_NEWER
    public Look begin() throws SQLException {
        Connection connection = connection();
        try (PreparedStatement statement = connection.prepareStatement(BEGIN)) {
            statement.setLong(1, gateway);
            statement.setLong(2, known ? head : Long.MAX_VALUE);
            statement.execute();
            ResultSet ledger = statement.getResultSet();
            ledger.next();
            UUID found = ledger.getObject("store", UUID.class);
            long last = ledger.getLong("head");
            boolean behind = known && (!found.equals(store) || last < head || ledger.getLong("pruned") > head);
            ResultSet look = next(statement);
            look.next();
            now = look.getLong(1);
            long changes = look.getLong(2);
            boolean listed = look.getLong(3) == 1;
            List<SharedEntry> entries = new ArrayList<>();
            for (ResultSet rows = next(statement); rows.next(); ) {
                entries.add(read(rows));
            }
            boolean fresh = !known || behind || !listed;
            if (!listed) {
                enlist();
            }
            store = found;
            head = last;
            known = true;
            return new Look(now, changes, fresh, fresh ? List.of() : entries);
        }
    }

    private static ResultSet next(PreparedStatement statement) throws SQLException {
        statement.getMoreResults();
        return statement.getResultSet();
    }

    private void enlist() throws SQLException {
        gateway = Sql.query(
                        connection(),
                        "INSERT INTO gateways (name, heard) VALUES (?, ?) RETURNING id",
                        row -> row.getLong(1),
                        name,
                        now)
                .getFirst();
    }

    private Connection connection() throws SQLException {
        Connection there = opened;
        if (there != null) {
            return there;
        }
        Connection made = database.connect();
        try {
            SharedSchema.migrate(made, database, System.currentTimeMillis());
        } catch (SQLException | RuntimeException e) {
            made.close();
            throw e;
        }
        opened = made;
        return made;
    }

    private static SharedEntry read(ResultSet row) throws SQLException {
        LedgerEntry entry = new LedgerEntry(
                LedgerEntry.Kind.of(row.getInt("kind")),
                row.getLong("sequence"),
                row.getInt("key"),
                row.getInt("user"),
                row.getInt("team"),
                SpendDimension.of(row.getString("model"), row.getString("tags")),
                row.getLong("micros"),
                row.getLong("at"),
                row.getInt("input"),
                row.getInt("output"),
                row.getInt("cached"),
                row.getInt("gpu"));
        return new SharedEntry(row.getLong("position"), row.getLong("gateway"), entry, row.getBoolean("counted"));
    }

    /// This gateway's number, another after it was taken for dead.
    public long gateway() {
        return gateway;
    }

    /// The last position of the log that is taken.
    public long head() {
        return head;
    }

    /// The next place in the log.
    public long next() {
        return ++head;
    }

    /// Writes an entry, at the latest with the commit.
    public void append(SharedEntry entry) {
        pending.add(entry);
    }

    private void flush() throws SQLException {
        if (!pending.isEmpty()) {
            SharedAppend.write(connection(), pending, head, now);
            pending.clear();
        }
    }

    /// Makes all of this turn lasting. After this the entries are on the database's disk.
    public void commit() throws SQLException {
        flush();
        connection().commit();
    }

    /// Gives a turn up after a failure. What was written in it may be there or not; the next turn reads all anew.
    public void abandon() {
        pending.clear();
        known = false;
        Connection there = opened;
        opened = null;
        if (there != null) {
            try {
                there.close();
            } catch (SQLException e) {
                // It has failed, which is why it is given up; the server rolls back what was not committed.
            }
        }
    }

    /// Reservations that have not ended, of all gateways.
    public List<SharedEntry> open() throws SQLException {
        return Sql.query(connection(), """
                SELECT sequence AS position, gateway, 1 AS kind, sequence, key, "user", team, model, tags, micros, at,
                    input, output, 0 AS cached, true AS counted, 0 AS gpu FROM open_reservations ORDER BY sequence
                """, SharedLog::read);
    }

    /// What was written since a time, in its order; two minutes back at most.
    public List<SharedEntry> recent(long since) throws SQLException {
        return Sql.query(
                connection(), "SELECT * FROM entries WHERE written >= ? ORDER BY position", SharedLog::read, since);
    }

    /// Users, teams and keys as they are at one moment, and how many changes led to it.
    public Keys keys() throws SQLException {
        // Whoever changes them waits, and for no longer than this turn.
        long number = Sql.query(connection(), "SELECT number FROM changes FOR SHARE", row -> row.getLong(1))
                .getFirst();
        LimitOwnerTable holders = new LimitOwnerTable(connection());
        KeyTable keys = new KeyTable(connection(), holders);
        List<LimitOwnerRecord> all = holders.all();
        List<KeyTable.HashedToken> tokens = keys.tokens();
        return new Keys(number, new Checkpointer.Rows(all, keys.all(all, tokens), tokens));
    }

    /// What a register is made of.
    ///
    /// @param changes how many changes there were
    public record Keys(long changes, Checkpointer.Rows rows) {}

    /// Adds to a budget what counts in its window; what is appended in this turn is among it.
    ///
    /// @param open reservations that have not ended, in this turn either
    /// @throws SharedFailure if the database fails
    public void fill(WindowCounter sum, Window window, LimitOwner holder, long at, Collection<LedgerEntry> open) {
        try {
            flush();
            SpendStore.fill(connection(), open, sum, window, holder, at);
        } catch (SQLException e) {
            throw new SharedFailure(e);
        }
    }

    /// Says that this gateway lives.
    public void beat() throws SQLException {
        Sql.update(connection(), "UPDATE gateways SET heard = ? WHERE id = ?", now, gateway);
    }

    /// Gateways that were not heard of for so long, and those that are gone and have left something open.
    public List<Gateway> lost(Duration lease) throws SQLException {
        return Sql.query(
                connection(),
                """
                SELECT id, name FROM gateways WHERE heard < ? AND id <> ?
                UNION SELECT gateway, 'gone' FROM open_reservations WHERE gateway NOT IN (SELECT id FROM gateways)
                """,
                row -> new Gateway(row.getLong(1), row.getString(2)),
                now - lease.toMillis(),
                gateway);
    }

    /// One of those that share the log.
    public record Gateway(long id, String name) {}

    /// Strikes a gateway off the list.
    public void strike(long id) throws SQLException {
        Sql.update(connection(), "DELETE FROM gateways WHERE id = ?", id);
    }

    /// Deletes what nobody reads any more; what it came to is in the sums.
    public void prune() throws SQLException {
        Sql.update(connection(), """
                WITH gone AS (DELETE FROM entries WHERE written < ? RETURNING position)
                UPDATE ledger SET pruned = greatest(pruned, (SELECT max(position) FROM gone))
                """, now - KEPT.toMillis());
    }

    /// Joins old sums, as [SpendStore#compact] does.
    public void compact() throws SQLException {
        long minute = Duration.ofMinutes(1).toMillis();
        long recent = (Math.floorDiv(now, minute) / 60 - 2) * 60;
        long old = Math.floorDiv(now - Duration.ofDays(32).toMillis(), minute);
        String most = "least(sum(micros), 9223372036854775807)";
        String joined = " ON CONFLICT (holder, minute) DO UPDATE SET"
                + " micros = least(m.micros::numeric + excluded.micros, 9223372036854775807)";
        Sql.update(
                connection(),
                "WITH gone AS (DELETE FROM spend_minute WHERE minute > 0 AND minute < ? AND minute % 60 <> 59"
                        + " RETURNING *) INSERT INTO spend_minute AS m SELECT holder, minute / 60 * 60 + 59, " + most
                        + " FROM gone GROUP BY 1, 2" + joined,
                recent);
        Sql.update(
                connection(),
                "WITH gone AS (DELETE FROM spend_minute WHERE minute > 0 AND minute < ? RETURNING *)"
                        + " INSERT INTO spend_minute AS m SELECT holder, 0, " + most + " FROM gone GROUP BY holder"
                        + joined,
                old);
    }

    @Override
    public void close() {
        abandon();
    }
}
