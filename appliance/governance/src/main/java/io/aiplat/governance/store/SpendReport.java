package io.aiplat.governance.store;

import io.aiplat.governance.limit.LimitOwner;
import io.aiplat.governance.spend.SpendBy;
import io.aiplat.governance.spend.SpendRow;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Sums what was spent.
final class SpendReport {
    private SpendReport() {}

    /// @param team which team's alone; null for any
    /// @param user which user's alone; null for any
    static List<SpendRow> read(
            Connection connection,
            SpendBy by,
            LocalDate from,
            LocalDate to,
            @Nullable LimitOwner team,
            @Nullable LimitOwner user)
            throws SQLException {
        String sql = """
                SELECT s.day, coalesce(%s, '') AS label, sum(s.requests) AS requests, sum(s.estimated) AS estimated,
                    sum(s.input) AS input, sum(s.output) AS output, sum(s.cached) AS cached, sum(s.micros) AS micros,
                    sum(s.gpu) AS gpu
                FROM spend_day AS s
                LEFT JOIN holders AS k ON k.id = s.key
                LEFT JOIN holders AS u ON u.id = s.user
                LEFT JOIN holders AS t ON t.id = s.team
                WHERE s.day BETWEEN ? AND ? AND s.team = coalesce(?, s.team) AND s.user = coalesce(?, s.user)
                GROUP BY s.day, label ORDER BY s.day, label
                """.formatted(column(by));
        List<SpendRow> rows = Sql.query(
                connection,
                sql,
                SpendReport::read,
                from.toEpochDay(),
                to.toEpochDay(),
                team == null ? null : team.id(),
                user == null ? null : user.id());
        return by == SpendBy.TAG ? eachTag(rows) : rows;
    }

    private static String column(SpendBy by) {
        return switch (by) {
            case KEY -> "k.name";
            case USER -> "u.name";
            case TEAM -> "t.name";
            case MODEL -> "s.model";
            case TAG -> "s.tags";
        };
    }

    private static List<SpendRow> eachTag(List<SpendRow> rows) {
        Map<String, SpendRow> sums = new TreeMap<>();
        for (SpendRow row : rows) {
            for (String tag : row.name().split(",", -1)) {
                SpendRow one = new SpendRow(
                        row.day(),
                        tag,
                        row.requests(),
                        row.estimated(),
                        row.input(),
                        row.output(),
                        row.cached(),
                        row.micros(),
                        row.gpu());
                sums.merge(row.day() + " " + tag, one, SpendRow::plus);
            }
        }
        return List.copyOf(sums.values());
    }

    private static SpendRow read(ResultSet row) throws SQLException {
        return new SpendRow(
                LocalDate.ofEpochDay(row.getLong("day")),
                row.getString("label"),
                row.getLong("requests"),
                row.getLong("estimated"),
                row.getLong("input"),
                row.getLong("output"),
                row.getLong("cached"),
                row.getLong("micros"),
                row.getLong("gpu"));
    }
}
