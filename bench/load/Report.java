import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/// One line of JSON about one run; times in microseconds.
final class Report {
    private final StringJoiner members = new StringJoiner(",", "{", "}");
    private final Map<String, Long> errors = new TreeMap<>();

    Report text(String name, String value) {
        return raw(name, "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"");
    }

    Report count(String name, long value) {
        return raw(name, Long.toString(value));
    }

    Report number(String name, double value) {
        return raw(name, Double.isFinite(value) ? String.format(Locale.ROOT, "%.3f", value) : "null");
    }

    /// Percentiles of nanoseconds; null where nothing was recorded.
    Report times(String name, Histogram nanos) {
        if (nanos.getTotalCount() == 0) {
            return raw(name, "null");
        }
        StringJoiner values = new StringJoiner(",", "{", "}");
        values.add("\"n\":" + nanos.getTotalCount());
        for (double percentile : new double[] {50, 90, 99, 99.9, 100}) {
            String key = percentile == 100 ? "max" : "p" + (percentile == 99.9 ? "999" : "" + (int) percentile);
            values.add("\"" + key + "\":" + micros(nanos.getValueAtPercentile(percentile)));
        }
        return raw(name, values.toString());
    }

    private static String micros(long nanos) {
        return String.format(Locale.ROOT, "%.1f", nanos / 1000.0);
    }

    void error(String what) {
        errors.merge(what, 1L, Long::sum);
    }

    private Report raw(String name, String json) {
        members.add("\"" + name + "\":" + json);
        return this;
    }

    String line() {
        StringJoiner counted = new StringJoiner(",", "{", "}");
        errors.forEach((what, count) -> counted.add("\"" + what + "\":" + count));
        return raw("errors", counted.toString()).members.toString();
    }
}
