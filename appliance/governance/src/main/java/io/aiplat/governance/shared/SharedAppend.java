package io.aiplat.governance.shared;

import io.aiplat.governance.spend.LedgerEntry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;

/// Writes entries into a shared log and what they come to into its sums: one statement for any number of them, so that
/// a database that is far away is asked once.
final class SharedAppend {
    private static final String SQL = """
            WITH e AS (
                SELECT * FROM unnest(?::bigint[], ?::smallint[], ?::bigint[], ?::int[], ?::int[], ?::int[], ?::text[],
                    ?::text[], ?::bigint[], ?::bigint[], ?::int[], ?::int[], ?::int[], ?::boolean[], ?::bigint[],
                    ?::int[])
                    AS e(position, kind, sequence, key, "user", team, model, tags, micros, at, input, output, cached,
                        counted, gateway, gpu)),
            logged AS (
                INSERT INTO entries SELECT position, gateway, kind, sequence, key, "user", team, model, tags, micros,
                    at, input, output, cached, counted, ?, gpu FROM e),
            opened AS (
                INSERT INTO open_reservations SELECT sequence, gateway, key, "user", team, model, tags, micros, at,
                    input, output FROM e WHERE kind = 1
                    AND NOT EXISTS (SELECT 1 FROM e AS f WHERE f.sequence = e.sequence AND f.kind <> 1)),
            closed AS (
                DELETE FROM open_reservations AS o USING e WHERE e.kind <> 1 AND o.sequence = e.sequence),
            days AS (
                INSERT INTO spend_day AS d SELECT at / 86400000, key, "user", team, model, tags, count(*),
                    count(*) FILTER (WHERE kind = 3), sum(input), sum(output), sum(cached),
                    least(sum(micros), 9223372036854775807), sum(gpu)
                FROM e WHERE kind IN (2, 3) GROUP BY 1, 2, 3, 4, 5, 6
                ON CONFLICT (day, key, "user", team, model, tags) DO UPDATE SET
                    requests = d.requests + excluded.requests, estimated = d.estimated + excluded.estimated,
                    input = d.input + excluded.input, output = d.output + excluded.output,
                    cached = d.cached + excluded.cached, gpu = d.gpu + excluded.gpu,
                    micros = least(d.micros::numeric + excluded.micros, 9223372036854775807)),
            minutes AS (
                INSERT INTO spend_minute AS m SELECT holder, at / 60000, least(sum(micros), 9223372036854775807)
                FROM e CROSS JOIN LATERAL (VALUES (key), ("user"), (team)) AS h(holder)
                WHERE kind IN (2, 3) AND holder <> 0 AND micros > 0 GROUP BY 1, 2
                ON CONFLICT (holder, minute) DO UPDATE SET
                    micros = least(m.micros::numeric + excluded.micros, 9223372036854775807))
            UPDATE ledger SET head = ?
            """;

    private SharedAppend() {}

    /// Writes them.
    ///
    /// @param head the last of their positions
    /// @param now  epoch milliseconds
    static void write(Connection connection, List<SharedEntry> entries, long head, long now) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SQL)) {
            Columns columns = new Columns(connection, statement, entries);
            columns.set("int8", SharedEntry::position);
            columns.set("int2", e -> (short) e.entry().kind().code());
            columns.ofEntry("int8", LedgerEntry::sequence);
            columns.ofEntry("int4", LedgerEntry::key);
            columns.ofEntry("int4", LedgerEntry::user);
            columns.ofEntry("int4", LedgerEntry::team);
            columns.ofEntry("text", e -> text(e.label().model()));
            columns.ofEntry("text", e -> text(e.label().joined()));
            columns.ofEntry("int8", LedgerEntry::micros);
            columns.ofEntry("int8", LedgerEntry::at);
            columns.ofEntry("int4", LedgerEntry::input);
            columns.ofEntry("int4", LedgerEntry::output);
            columns.ofEntry("int4", LedgerEntry::cached);
            columns.set("bool", SharedEntry::counted);
            columns.set("int8", SharedEntry::gateway);
            columns.ofEntry("int4", LedgerEntry::gpu);
            statement.setLong(columns.next(), now);
            statement.setLong(columns.next(), head);
            statement.executeUpdate();
        }
    }

    // What clients send must not make a statement fail that others have a part in: PostgreSQL takes no zero byte, and
    // UTF-8 has no halves of characters.
    private static String text(String said) {
        boolean fine = true;
        for (int i = 0; i < said.length() && fine; i++) {
            fine = said.charAt(i) != 0 && !Character.isSurrogate(said.charAt(i));
        }
        return fine
                ? said
                : said.codePoints()
                        .map(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) ? 0xfffd : c)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
    }

    /// Sets the arrays one after the other.
    private static final class Columns {
        private final Connection connection;
        private final PreparedStatement statement;
        private final List<SharedEntry> entries;
        private int index = 1;

        Columns(Connection connection, PreparedStatement statement, List<SharedEntry> entries) {
            this.connection = connection;
            this.statement = statement;
            this.entries = entries;
        }

        int next() {
            return index++;
        }

        void ofEntry(String type, Function<LedgerEntry, Object> value) throws SQLException {
            set(type, e -> value.apply(e.entry()));
        }

        void set(String type, Function<SharedEntry, Object> value) throws SQLException {
            Object[] values = new Object[entries.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = value.apply(entries.get(i));
            }
            statement.setArray(next(), connection.createArrayOf(type, values));
        }
    }
}
