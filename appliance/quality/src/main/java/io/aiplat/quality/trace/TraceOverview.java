package io.aiplat.quality.trace;

import io.aiplat.governance.store.Sql;
import io.aiplat.model.ApplianceException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Overview of a store of traces: sessions, users and scores.
public final class TraceOverview {
    private static final HexFormat HEX = HexFormat.of();
    static final String SCORES = "SELECT id, trace, observation, name, value, word, comment, at FROM scores";

    private final TraceFile file;

    TraceOverview(TraceFile file) {
        this.file = file;
    }

    /// Sessions or users, the last active first.
    ///
    /// @param query of which team, since when, and before what the last began
    /// @throws ApplianceException TRACES_NOT_READ
    public List<TraceGroup> groups(TraceGroup.By by, TraceQuery query) {
        StringBuilder where = new StringBuilder(" WHERE " + by.column() + " IS NOT NULL");
        List<Object> values = new ArrayList<>();
        TraceStore.and(where, values, "user = ?", query.user());
        TraceStore.and(where, values, "team = ?", query.team());
        TraceStore.and(where, values, "started >= ?", query.after());
        Long before = query.before();
        String having = before == null ? "" : " HAVING max(started) < ?";
        if (before != null) {
            values.add(before);
        }
        values.add(query.limit());
        String sums = "count(DISTINCT " + by.other() + "), count(*), sum(failed > 0), min(started), max(started),"
                + " sum(ended - started) / 1000000, sum(input), sum(output), sum(micros)";
        String question = "SELECT " + by.column() + ", " + sums + " FROM traces" + where + " GROUP BY " + by.column()
                + having + " ORDER BY max(started) DESC LIMIT ?";
        return file.read(connection -> Sql.query(connection, question, TraceOverview::group, values.toArray()))
                .orElse(List.of());
    }

    private static TraceGroup group(ResultSet row) throws SQLException {
        return new TraceGroup(
                row.getString(1),
                row.getInt(2),
                row.getInt(3),
                row.getInt(4),
                row.getLong(5),
                row.getLong(6),
                row.getLong(7),
                row.getLong(8),
                row.getLong(9),
                TraceStore.whole(row, 10));
    }

    /// Scores, newest first.
    ///
    /// @param team   of the keys that their traces came with; null for any, and for traces that are not there
    /// @param name   of the scores; null for any
    /// @param before that were given before this, in milliseconds since 1970; null for the newest
    /// @throws ApplianceException TRACES_NOT_READ
    public List<TraceScore> scores(@Nullable String team, @Nullable String name, @Nullable Long before, int limit) {
        StringBuilder where = new StringBuilder(" WHERE 1");
        List<Object> values = new ArrayList<>();
        TraceStore.and(where, values, "trace IN (SELECT trace FROM traces WHERE team = ?)", team);
        TraceStore.and(where, values, "name = ?", name);
        TraceStore.and(where, values, "at < ?", before);
        values.add(limit);
        return file.read(connection -> Sql.query(
                        connection,
                        SCORES + where + " ORDER BY at DESC, id LIMIT ?",
                        TraceOverview::score,
                        values.toArray()))
                .orElse(List.of());
    }

    static TraceScore score(ResultSet row) throws SQLException {
        byte[] observation = row.getBytes(3);
        return new TraceScore(
                row.getString(1),
                HEX.formatHex(row.getBytes(2)),
                observation == null ? null : HEX.formatHex(observation),
                row.getString(4),
                real(row, 5),
                row.getString(6),
                row.getString(7),
                row.getLong(8));
    }

    /// What is scored, by name.
    ///
    /// @param team of the keys that their traces came with; null for any
    /// @throws ApplianceException TRACES_NOT_READ
    public List<ScoreSummary> scoreNames(@Nullable String team) {
        StringBuilder where = new StringBuilder(" WHERE 1");
        List<Object> values = new ArrayList<>();
        TraceStore.and(where, values, "trace IN (SELECT trace FROM traces WHERE team = ?)", team);
        return file.read(connection -> Sql.query(
                        connection,
                        "SELECT name, count(*), avg(value), min(value), max(value) FROM scores" + where
                                + " GROUP BY name ORDER BY name",
                        row -> new ScoreSummary(
                                row.getString(1), row.getInt(2), real(row, 3), real(row, 4), real(row, 5)),
                        values.toArray()))
                .orElse(List.of());
    }

    private static @Nullable Double real(ResultSet row, int column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? null : value;
    }
}
