package io.aiplat.governance.store;

import io.aiplat.governance.limit.LimitOwner;
import io.aiplat.governance.limit.Saturating;
import io.aiplat.governance.limit.WindowCounter;
import io.aiplat.governance.spend.LedgerEntry;
import io.aiplat.governance.spend.SpendDimension;
import io.aiplat.model.spend.Window;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Spend store: takes entries of the write-ahead log in order and writes what they come to into SQLite. These are
/// spend by day, spend by minute for budgets, reservations that are open, and up to where the journal is taken in.
/// All of it in one transaction, so that each entry counts once whenever the process dies. Callers guard it and its
/// connection.
public final class SpendStore {
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();
    private static final long DAY = Duration.ofDays(1).toMillis();

    private final Connection connection;
    private final Map<Long, LedgerEntry> open = new HashMap<>();
    // What was taken and is not in the store yet.
    private final Map<Long, LedgerEntry> opened = new HashMap<>();
    private final Set<Long> closed = new HashSet<>();
    private final Map<Day, Sums> days = new HashMap<>();
    private final Map<Minute, Long> minutes = new HashMap<>();

    public SpendStore(Connection connection) {
        this.connection = connection;
    }

    /// Up to where the journal is in the store.
    ///
    /// @param store    the store's number
    /// @param segment  the segment that the next entry is in
    /// @param position of the next entry, in bytes
    public record Position(long store, int segment, int position) {}

    private record Day(long day, int key, int user, int team, SpendDimension label) {}

    private record Minute(int holder, long minute) {}

    private record Sums(long requests, long estimated, long input, long output, long cached, long micros, long gpu) {
        static Sums of(LedgerEntry e) {
            return new Sums(
                    1,
                    e.kind() == LedgerEntry.Kind.ESTIMATED ? 1 : 0,
                    e.input(),
                    e.output(),
                    e.cached(),
                    e.micros(),
                    e.gpu());
        }

        Sums plus(Sums o) {
            return new Sums(
                    requests + o.requests,
                    estimated + o.estimated,
                    input + o.input,
                    output + o.output,
                    cached + o.cached,
                    Saturating.sum(micros, o.micros),
                    gpu + o.gpu);
        }
    }

    /// Reads what the store knows: where to go on, and which reservations are open. What was taken and is not in
    /// the store is forgotten.
    public Position load() throws SQLException {
        open.clear();
        taken();
        for (LedgerEntry entry : Sql.query(connection, "SELECT * FROM open_reservations", SpendStore::readOpen)) {
            open.put(entry.sequence(), entry);
        }
        return Sql.query(
                        connection,
                        "SELECT store, segment, position FROM ledger",
                        row -> new Position(row.getLong(1), row.getInt(2), row.getInt(3)))
                .getFirst();
    }

    private static LedgerEntry readOpen(ResultSet row) throws SQLException {
        return new LedgerEntry(
                LedgerEntry.Kind.RESERVED,
                row.getLong("sequence"),
                row.getInt("key"),
                row.getInt("user"),
                row.getInt("team"),
                SpendDimension.of(row.getString("model"), row.getString("tags")),
                row.getLong("micros"),
                row.getLong("at"),
                row.getInt("input"),
                row.getInt("output"),
                0);
    }

    /// How many changes of keys, users and teams a store knows.
    static HighWaterMark.Reading changes(Connection connection) throws SQLException {
        return Sql.query(
                        connection,
                        "SELECT store, changes FROM ledger",
                        row -> new HighWaterMark.Reading(row.getLong(1), row.getLong(2)))
                .getFirst();
    }

    /// Counts one more change in the transaction that makes it.
    static HighWaterMark.Reading changed(Connection connection) throws SQLException {
        Sql.update(connection, "UPDATE ledger SET changes = changes + 1");
        return changes(connection);
    }

    /// Reservations that have not ended.
    public List<LedgerEntry> open() {
        return List.copyOf(open.values());
    }

    /// Takes in the journal's next entry, in memory: [#commit] writes it.
    public void take(LedgerEntry entry) {
        switch (entry.kind()) {
            case RESERVED -> {
                open.put(entry.sequence(), entry);
                opened.put(entry.sequence(), entry);
            }
            case SETTLED, ESTIMATED -> {
                end(entry);
                spend(entry);
            }
            case RELEASED -> end(entry);
        }
    }

    private void end(LedgerEntry entry) {
        open.remove(entry.sequence());
        if (opened.remove(entry.sequence()) == null) {
            closed.add(entry.sequence());
        }
    }

    private void spend(LedgerEntry entry) {
        Day day = new Day(Math.floorDiv(entry.at(), DAY), entry.key(), entry.user(), entry.team(), entry.label());
        days.merge(day, Sums.of(entry), Sums::plus);
        if (entry.micros() > 0) {
            long minute = Math.floorDiv(entry.at(), MINUTE);
            for (int holder : new int[] {entry.key(), entry.user(), entry.team()}) {
                if (holder != 0) {
                    minutes.merge(new Minute(holder, minute), entry.micros(), Saturating::sum);
                }
            }
        }
    }

    /// Whether there is nothing to write.
    public boolean isUpToDate() {
        return opened.isEmpty() && closed.isEmpty() && days.isEmpty();
    }

    /// Writes all that was taken. If this fails, [#load] tells whether it was written all the same.
    public void commit(int segment, int position) throws SQLException {
        Sql.transaction(connection, () -> {
            batch("INSERT INTO open_reservations VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", openedRows());
            batch(
                    "DELETE FROM open_reservations WHERE sequence = ?",
                    closed.stream().map(c -> new Object[] {c}).toList());
            batch("""
                    INSERT INTO spend_day VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
                        requests = requests + excluded.requests, estimated = estimated + excluded.estimated,
                        input = input + excluded.input, output = output + excluded.output,
                        cached = cached + excluded.cached, gpu = gpu + excluded.gpu,
                        micros = iif(micros > 9223372036854775807 - excluded.micros, 9223372036854775807,
                            micros + excluded.micros)
                    """, dayRows());
            batch(
                    """
                    INSERT INTO spend_minute VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET
                        micros = iif(micros > 9223372036854775807 - excluded.micros, 9223372036854775807,
                            micros + excluded.micros)
                    """,
                    minutes.entrySet().stream()
                            .map(e -> new Object[] {e.getKey().holder, e.getKey().minute, e.getValue()})
                            .toList());
            return Sql.update(connection, "UPDATE ledger SET segment = ?, position = ?", segment, position);
        });
        taken();
    }

    private void taken() {
        opened.clear();
        closed.clear();
        days.clear();
        minutes.clear();
    }

    /// Brings SQLite's log into its file and both to the disk. Waits for the disk and for nobody else.
    ///
    /// @return false if somebody reads what is older: then some of it is in the log only
    public boolean checkpoint() throws SQLException {
        return checkpoint(connection);
    }

    static boolean checkpoint(Connection connection) throws SQLException {
        return Sql.query(
                        connection,
                        "PRAGMA wal_checkpoint(PASSIVE)",
                        row -> row.getInt(1) == 0 && row.getInt(2) == row.getInt(3))
                .getFirst();
    }

    private List<Object[]> openedRows() {
        List<Object[]> rows = new ArrayList<>();
        for (LedgerEntry e : opened.values()) {
            rows.add(new Object[] {
                e.sequence(),
                e.key(),
                e.user(),
                e.team(),
                e.label().model(),
                e.label().joined(),
                e.micros(),
                e.at(),
                e.input(),
                e.output()
            });
        }
        return rows;
    }

    private List<Object[]> dayRows() {
        List<Object[]> rows = new ArrayList<>();
        days.forEach((d, s) -> rows.add(new Object[] {
            d.day,
            d.key,
            d.user,
            d.team,
            d.label.model(),
            d.label.joined(),
            s.requests,
            s.estimated,
            s.input,
            s.output,
            s.cached,
            s.micros,
            s.gpu
        }));
        return rows;
    }

    private void batch(String sql, List<Object[]> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (Object[] row : rows) {
                Sql.bind(statement, row);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /// Adds to a budget that was not watched so far what counts in its window, open reservations included. What is
    /// dated later than now has happened by now and counts, too.
    public void fill(WindowCounter sum, Window window, LimitOwner holder, long now) throws SQLException {
        fill(connection, open.values(), sum, window, holder, now);
    }

    /// The same for another store, which has the table of minutes.
    ///
    /// @param open its reservations that have not ended
    public static void fill(
            Connection connection,
            Collection<LedgerEntry> open,
            WindowCounter sum,
            Window window,
            LimitOwner holder,
            long now)
            throws SQLException {
        long from = switch (window) {
            case Window.Calendar calendar -> calendar.start(now);
            case Window.Rolling(var length) -> now - length.toMillis();
        };
        sum.total(now);
        // Spend counts from the end of its minute or hour: a window may be a little longer, and never shorter.
        Sql.query(
                        connection,
                        "SELECT minute, micros FROM spend_minute WHERE holder = ? AND minute >= ? ORDER BY minute",
                        row -> new long[] {row.getLong(1) * MINUTE, row.getLong(2)},
                        holder.id(),
                        Math.floorDiv(from, MINUTE))
                .forEach(spent ->
                        sum.fill(now, spent[0] > now ? spent[0] : Math.min(now, spent[0] + MINUTE - 1), spent[1]));
        open.stream()
                .filter(e -> e.key() == holder.id() || e.user() == holder.id() || e.team() == holder.id())
                .filter(e -> e.at() >= from)
                .forEach(e -> sum.fill(now, e.at(), e.micros()));
    }

    /// When something was spent last, as far as it is written; epoch milliseconds, to the minute or the day.
    public long latest() throws SQLException {
        return Sql.query(connection, """
                        SELECT max((SELECT coalesce(max(minute), 0) * 60000 FROM spend_minute),
                            (SELECT coalesce(max(day), 0) * 86400000 FROM spend_day),
                            (SELECT coalesce(max(at), 0) FROM open_reservations))
                        """, row -> row.getLong(1)).getFirst();
    }

    /// Dates what is dated later than now as of now. Hours that minutes were made into may end later. Of each sum
    /// no more than 10^15 is taken, which is the greatest budget: SQLite refuses to add what does not fit.
    public void redate(long now) throws SQLException {
        long minute = Math.floorDiv(now, MINUTE);
        long day = Math.floorDiv(now, DAY);
        Sql.transaction(connection, () -> {
            Sql.update(connection, """
                    INSERT INTO spend_minute SELECT holder, ?, sum(min(micros, 1000000000000000))
                    FROM spend_minute WHERE minute > ? GROUP BY holder
                    ON CONFLICT DO UPDATE SET micros = min(micros, 1000000000000000) + excluded.micros
                    """, minute, minute + 60);
            Sql.update(connection, "DELETE FROM spend_minute WHERE minute > ?", minute + 60);
            Sql.update(connection, """
                    INSERT INTO spend_day SELECT ?, key, user, team, model, tags, sum(requests), sum(estimated),
                        sum(input), sum(output), sum(cached), sum(min(micros, 1000000000000000)), sum(gpu)
                    FROM spend_day WHERE day > ? GROUP BY key, user, team, model, tags
                    ON CONFLICT DO UPDATE SET
                        requests = requests + excluded.requests, estimated = estimated + excluded.estimated,
                        input = input + excluded.input, output = output + excluded.output,
                        cached = cached + excluded.cached, gpu = gpu + excluded.gpu,
                        micros = min(micros, 1000000000000000) + excluded.micros
                    """, day, day);
            return Sql.update(connection, "DELETE FROM spend_day WHERE day > ?", day);
        });
    }

    /// Makes hours of the minutes that are older than the shortest windows, and one sum of what is older than the
    /// longest, for budgets that never begin anew. Hours lie within every calendar window, and rolling ones count
    /// them from their end.
    public void compact(long now) throws SQLException {
        long recent = (Math.floorDiv(now, MINUTE) / 60 - 2) * 60;
        long old = Math.floorDiv(now - 32 * DAY, MINUTE);
        Sql.transaction(connection, () -> {
            Sql.update(connection, """
                    INSERT INTO spend_minute SELECT holder, minute / 60 * 60 + 59, sum(min(micros, 1000000000000000))
                    FROM spend_minute
                    WHERE minute > 0 AND minute < ? AND minute % 60 <> 59 GROUP BY 1, 2
                    ON CONFLICT DO UPDATE SET micros = min(micros, 1000000000000000) + excluded.micros
                    """, recent);
            Sql.update(
                    connection,
                    "DELETE FROM spend_minute WHERE minute > 0 AND minute < ? AND minute % 60 <> 59",
                    recent);
            Sql.update(connection, """
                    INSERT INTO spend_minute SELECT holder, 0, sum(min(micros, 1000000000000000)) FROM spend_minute
                    WHERE minute > 0 AND minute < ? GROUP BY holder
                    ON CONFLICT DO UPDATE SET micros = min(micros, 1000000000000000) + excluded.micros
                    """, old);
            return Sql.update(connection, "DELETE FROM spend_minute WHERE minute > 0 AND minute < ?", old);
        });
    }
}
