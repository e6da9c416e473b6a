package io.aiplat.quality.series;

import io.aiplat.quality.promql.LabelSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Reader of [Prometheus' text
/// format](https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format), for one source: the
/// labels of the time before are remembered, for they hardly change. For one thread.
final class ExpositionReader {
    private final Map<String, String> target;
    private final Map<String, MetricFamily> families;
    private Map<String, LabelSet> known = new HashMap<>();

    /// @param target   labels that each series has
    /// @param families where what is known of metrics goes, by name
    ExpositionReader(Map<String, String> target, Map<String, MetricFamily> families) {
        this.target = Map.copyOf(target);
        this.families = families;
    }

    /// The samples of a text.
    ///
    /// @throws IllegalArgumentException if it is of another format; its message says in which line
    List<SeriesSample> read(String text) {
        Map<String, LabelSet> now = HashMap.newHashMap(known.size());
        List<SeriesSample> samples = new ArrayList<>(known.size());
        int begin = 0;
        while (begin < text.length()) {
            int end = text.indexOf('\n', begin);
            String line = text.substring(begin, end < 0 ? text.length() : end);
            begin = end < 0 ? text.length() : end + 1;
            if (line.startsWith("#")) {
                describe(line);
            } else if (!line.isBlank()) {
                int space = endOfLabels(line);
                String head = line.substring(0, space);
                LabelSet labels = known.get(head);
                labels = labels == null ? labels(head, line) : labels;
                now.put(head, labels);
                samples.add(new SeriesSample(labels, value(line.substring(space).strip(), line)));
            }
        }
        known = now;
        return samples;
    }

    private void describe(String line) {
        String[] words = line.split(" ", 4);
        if (words.length == 4) {
            MetricFamily before = families.getOrDefault(words[2], new MetricFamily("unknown", ""));
            switch (words[1]) {
                case "TYPE" -> families.put(words[2], new MetricFamily(words[3].strip(), before.help()));
                case "HELP" ->
                    families.put(
                            words[2],
                            new MetricFamily(
                                    before.type(), words[3].replace("\\n", "\n").replace("\\\\", "\\")));
                default -> {
                    // A comment.
                }
            }
        }
    }

    /// Where the value begins, or the space before it.
    private static int endOfLabels(String line) {
        int brace = line.indexOf('{');
        int space = line.indexOf(' ');
        if (brace < 0 || (space >= 0 && space < brace)) {
            if (space <= 0) {
                throw malformed(line);
            }
            return space;
        }
        boolean quoted = false;
        for (int i = brace + 1; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == '}' && !quoted) {
                return i + 1;
            }
        }
        throw malformed(line);
    }

    private static IllegalArgumentException malformed(String line) {
        return new IllegalArgumentException("this is no line of Prometheus' text format: " + line);
    }

    private LabelSet labels(String head, String line) {
        int brace = head.indexOf('{');
        Map<String, String> labels = new TreeMap<>();
        labels.put(LabelSet.NAME, (brace < 0 ? head : head.substring(0, brace)).strip());
        int at = brace < 0 ? head.length() : brace + 1;
        while (at < head.length() && head.charAt(at) != '}') {
            int equal = head.indexOf('=', at);
            if (equal < 0 || equal + 1 >= head.length() || head.charAt(equal + 1) != '"') {
                throw malformed(line);
            }
            String name = head.substring(at, equal).strip();
            StringBuilder value = new StringBuilder();
            at = equal + 2;
            while (at < head.length() && head.charAt(at) != '"') {
                char c = head.charAt(at++);
                if (c == '\\' && at < head.length()) {
                    char escaped = head.charAt(at++);
                    value.append(escaped == 'n' ? '\n' : escaped);
                } else {
                    value.append(c);
                }
            }
            labels.put(name, value.toString());
            at++;
            while (at < head.length() && (head.charAt(at) == ',' || head.charAt(at) == ' ')) {
                at++;
            }
        }
        labels.putAll(target);
        return LabelSet.of(labels);
    }

    /// A time behind it is not looked at: samples are of now.
    private static double value(String text, String line) {
        int space = text.indexOf(' ');
        String number = space < 0 ? text : text.substring(0, space);
        return switch (number) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> {
                try {
                    yield Double.parseDouble(number);
                } catch (NumberFormatException _) {
                    throw malformed(line);
                }
            }
        };
    }
}
