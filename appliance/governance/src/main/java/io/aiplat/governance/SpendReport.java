package io.aiplat.governance;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Sums what was spent.
final class SpendReport {
    private SpendReport() {}

    static List<SpendRow> read(Connection connection, SpendBy by, LocalDate from, LocalDate to) throws SQLException {
        String sql = """
                SELECT day, coalesce(%s, '') AS name, sum(requests) AS requests, sum(estimated) AS estimated,
                    sum(input) AS input, sum(output) AS output, sum(cached) AS cached, sum(micros) AS micros
                FROM spend_day
                LEFT JOIN holders AS k ON k.id = key
                LEFT JOIN holders AS u ON u.id = user
                LEFT JOIN holders AS t ON t.id = team
                WHERE day BETWEEN ? AND ? GROUP BY day, name ORDER BY day, name
                """.formatted(column(by));
        List<SpendRow> rows = Sql.query(connection, sql, SpendReport::read, from.toEpochDay(), to.toEpochDay());
        return by == SpendBy.TAG ? eachTag(rows) : rows;
    }

    private static String column(SpendBy by) {
        return switch (by) {
            case KEY -> "k.name";
            case USER -> "u.name";
            case TEAM -> "t.name";
            case MODEL -> "model";
            case TAG -> "tags";
        };
    }

    private static List<SpendRow> eachTag(List<SpendRow> rows) {
        Map<String, SpendRow> sums = new TreeMap<>();
        for (SpendRow row : rows) {
            for (String tag : row.name().split(",")) {
                SpendRow one = new SpendRow(
                        row.day(),
                        tag,
                        row.requests(),
                        row.estimated(),
                        row.input(),
                        row.output(),
                        row.cached(),
                        row.micros());
                sums.merge(row.day() + " " + tag, one, SpendRow::plus);
            }
        }
        return List.copyOf(sums.values());
    }

    private static SpendRow read(ResultSet row) throws SQLException {
        return new SpendRow(
                LocalDate.ofEpochDay(row.getLong("day")),
                row.getString("name"),
                row.getLong("requests"),
                row.getLong("estimated"),
                row.getLong("input"),
                row.getLong("output"),
                row.getLong("cached"),
                row.getLong("micros"));
    }
}
