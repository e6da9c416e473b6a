package io.aiplat.launcher.render;

import io.aiplat.launcher.bench.BenchLevel;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What was measured of a model, for people and for programs.
public final class BenchText {
    private static final int WIDEST_BAR = 40;

    private BenchText() {}

    /// One level for programs: speeds in tokens a second, times in milliseconds.
    ///
    /// @param errors requests without an answer, by why
    public record Row(
            int promptTokensAsked,
            double promptTokens,
            double outputTokens,
            int concurrency,
            int requests,
            Map<String, Integer> errors,
            double promptRate,
            double generationRate,
            double requestRate,
            double firstTokenMsP50,
            double firstTokenMsP95,
            double betweenTokensMsP50,
            double betweenTokensMsP95) {
        public Row {
            errors = Collections.unmodifiableMap(new LinkedHashMap<>(errors));
        }
    }

    /// A level as a row.
    public static Row row(BenchLevel level) {
        return new Row(
                level.promptTokens(),
                rounded(level.meanPromptTokens()),
                rounded(level.meanOutputTokens()),
                level.concurrency(),
                level.requests(),
                level.errors(),
                rounded(level.promptRate()),
                rounded(level.generationRate()),
                rounded(level.requestRate()),
                rounded(level.firstTokenMillis(50)),
                rounded(level.firstTokenMillis(95)),
                rounded(level.betweenTokensMillis(50)),
                rounded(level.betweenTokensMillis(95)));
    }

    private static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }

    /// A table, a chart where there is something to compare, and what failed.
    public static String of(List<BenchLevel> levels) {
        Table table = new Table(
                "PROMPT",
                "OUTPUT",
                "AT ONCE",
                "REQUESTS",
                "FAILED",
                "READ",
                "WRITTEN",
                "REQ/S",
                "FIRST TOKEN",
                "TOKEN");
        levels.forEach(level -> table.row(
                tokens(level.meanPromptTokens()),
                tokens(level.meanOutputTokens()),
                Integer.toString(level.concurrency()),
                Integer.toString(level.requests()),
                Integer.toString(level.samples().size() - level.requests()),
                speed(level.promptRate()),
                speed(level.generationRate()),
                String.format(Locale.ROOT, "%.2f", level.requestRate()),
                times(level.firstTokenMillis(50), level.firstTokenMillis(95)),
                times(level.betweenTokensMillis(50), level.betweenTokensMillis(95))));
        return table.toText()
                + "\nREAD and WRITTEN in tokens a second of all requests together; FIRST TOKEN and TOKEN (from one to the"
                + " next)\nin milliseconds, of half and of 95 in 100 requests at most.\n"
                + chart(levels)
                + errors(levels);
    }

    private static String tokens(double mean) {
        return String.format(Locale.ROOT, "%.0f", mean);
    }

    private static String speed(double rate) {
        return String.format(Locale.ROOT, rate < 100 ? "%.1f" : "%.0f", rate);
    }

    private static String times(double half, double most) {
        String format = half < 10 ? "%.1f / %.1f" : "%.0f / %.0f";
        return String.format(Locale.ROOT, format, half, most);
    }

    private static String chart(List<BenchLevel> levels) {
        double most =
                levels.stream().mapToDouble(BenchLevel::generationRate).max().orElse(0);
        if (levels.size() < 2 || most <= 0) {
            return "";
        }
        Table chart = new Table("PROMPT", "AT ONCE", "WRITTEN");
        for (BenchLevel level : levels) {
            int bar = (int) Math.round(level.generationRate() / most * WIDEST_BAR);
            chart.row(
                    Integer.toString(level.promptTokens()),
                    Integer.toString(level.concurrency()),
                    ("█".repeat(bar) + " " + speed(level.generationRate())).strip());
        }
        return "\n" + chart.toText();
    }

    private static String errors(List<BenchLevel> levels) {
        StringBuilder text = new StringBuilder();
        for (BenchLevel level : levels) {
            level.errors()
                    .forEach((why, count) -> text.append("\nFailed with prompts of ")
                            .append(level.promptTokens())
                            .append(", ")
                            .append(level.concurrency())
                            .append(" at once: ")
                            .append(count)
                            .append(" times: ")
                            .append(why));
        }
        return text.isEmpty() ? "" : text.append('\n').toString();
    }
}
