package io.aiplat.launcher.command.keys;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.launcher.render.Table;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// What was spent and used, for people and for programs.
final class SpendText {
    private static final String COST = "cost";
    private static final String MACHINES = "machine_cost";
    private static final String TOTAL = "total_cost";

    /// Those that a report always has.
    private static final List<Figure> REQUESTS = List.of(
            new Figure("requests", "REQUESTS"),
            new Figure("input_tokens", "INPUT"),
            new Figure("cached_tokens", "CACHED"),
            new Figure("output_tokens", "OUTPUT"));

    /// Those that are there where any row has some.
    private static final List<Figure> USED = List.of(
            new Figure("gpu_seconds", "GPU S"),
            new Figure("cpu_seconds", "POD CPU S"),
            new Figure("memory_gib_seconds", "POD GIB S"),
            new Figure("pod_gpu_seconds", "POD GPU S"));

    private SpendText() {}

    /// A figure of a row and the head of its column.
    private record Figure(String field, String head) {
        BigDecimal of(JsonNode row) {
            return row.path(field).decimalValue();
        }

        boolean isSomewhere(JsonNode rows) {
            for (JsonNode row : rows) {
                if (of(row).signum() != 0) {
                    return true;
                }
            }
            return false;
        }

        /// Seconds to the tenth, money to the last decimal.
        String text(BigDecimal amount) {
            BigDecimal shown = USED.contains(this) ? amount.setScale(1, RoundingMode.HALF_UP) : amount;
            return shown.signum() == 0 ? "0" : shown.stripTrailingZeros().toPlainString();
        }
    }

    /// A table with its sum.
    ///
    /// @param currency of the costs; empty where nobody says
    static String table(JsonNode report, String currency) {
        JsonNode rows = report.path("data");
        if (rows.isEmpty()) {
            return "Nothing was asked for from " + report.path("from").asText() + " to "
                    + report.path("to").asText() + " (UTC).\n";
        }
        String by = report.path("by").asText();
        List<Figure> figures = new ArrayList<>(REQUESTS);
        figures.add(new Figure(COST, ("COST " + currency).strip()));
        USED.stream().filter(each -> each.isSomewhere(rows)).forEach(figures::add);
        Figure machines = new Figure(MACHINES, ("MACHINES " + currency).strip());
        if (machines.isSomewhere(rows)) {
            figures.add(machines);
            figures.add(new Figure(TOTAL, ("TOTAL " + currency).strip()));
        }
        List<String> heads = new ArrayList<>(List.of("DAY", by.toUpperCase(Locale.ROOT)));
        figures.forEach(each -> heads.add(each.head));
        Table table = new Table(heads.toArray(String[]::new));
        Map<String, BigDecimal> sums = new TreeMap<>();
        for (JsonNode row : rows) {
            List<String> cells = new ArrayList<>(
                    List.of(row.path("day").asText(), row.path("name").asText()));
            for (Figure each : figures) {
                sums.merge(each.field, each.of(row), BigDecimal::add);
                cells.add(each.text(each.of(row)));
            }
            table.row(cells.toArray(String[]::new));
        }
        if (by.equals("tag")) {
            // A request with two tags is in two rows.
            return table.toText();
        }
        List<String> cells = new ArrayList<>(List.of("total", ""));
        figures.forEach(each -> cells.add(each.text(sums.getOrDefault(each.field, BigDecimal.ZERO))));
        table.row(cells.toArray(String[]::new));
        return table.toText();
    }

    /// Lines as https://www.rfc-editor.org/rfc/rfc4180 has them: a head, and every figure of every row.
    ///
    /// @param currency of the costs; empty where nobody says
    static String csv(JsonNode report, String currency) {
        String by = report.path("by").asText();
        List<String> fields = new ArrayList<>();
        REQUESTS.forEach(each -> fields.add(each.field));
        USED.forEach(each -> fields.add(each.field));
        fields.addAll(List.of(COST, MACHINES, TOTAL));
        StringBuilder text = new StringBuilder()
                .append("day,")
                .append(by)
                .append(',')
                .append(String.join(",", fields))
                .append(",currency\r\n");
        for (JsonNode row : report.path("data")) {
            text.append(row.path("day").asText())
                    .append(',')
                    .append(quoted(row.path("name").asText()));
            fields.forEach(field ->
                    text.append(',').append(row.path(field).decimalValue().toPlainString()));
            text.append(',').append(currency).append("\r\n");
        }
        return text.toString();
    }

    private static String quoted(String name) {
        // What a spreadsheet would take for a formula is a name here.
        String plain = name.matches("[=+@-].*") ? "'" + name : name;
        return plain.matches("[^,\"\\r\\n]*") ? plain : '"' + plain.replace("\"", "\"\"") + '"';
    }
}
