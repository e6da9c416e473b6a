package io.aiplat.quality.promql;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Labels of a series, sorted by name. One whose value is empty is none, as in Prometheus.
public final class LabelSet implements Comparable<LabelSet> {
    /// The label that holds the name of a metric.
    public static final String NAME = "__name__";

    /// No labels.
    public static final LabelSet EMPTY = new LabelSet(new String[0]);

    /// Names and values in turn.
    private final String[] pairs;
    private final int hash;
    private @Nullable LabelSet nameless;

    private LabelSet(String[] pairs) {
        this.pairs = pairs;
        this.hash = Arrays.hashCode(pairs);
    }

    /// Those of a map.
    public static LabelSet of(Map<String, String> labels) {
        String[] pairs = new String[2 * labels.size()];
        int length = 0;
        for (Map.Entry<String, String> label : new TreeMap<>(labels).entrySet()) {
            if (!label.getValue().isEmpty()) {
                pairs[length++] = label.getKey();
                pairs[length++] = label.getValue();
            }
        }
        return length == 0 ? EMPTY : new LabelSet(Arrays.copyOf(pairs, length));
    }

    /// The value of a label; empty where there is none.
    public String get(String name) {
        for (int i = 0; i < pairs.length; i += 2) {
            if (pairs[i].equals(name)) {
                return pairs[i + 1];
            }
        }
        return "";
    }

    /// Only those of some names.
    public LabelSet keeping(Collection<String> names) {
        return filtered(names, true);
    }

    /// All but those of some names.
    public LabelSet without(Collection<String> names) {
        return filtered(names, false);
    }

    private LabelSet filtered(Collection<String> names, boolean keep) {
        String[] left = new String[pairs.length];
        int length = 0;
        for (int i = 0; i < pairs.length; i += 2) {
            if (names.contains(pairs[i]) == keep) {
                left[length++] = pairs[i];
                left[length++] = pairs[i + 1];
            }
        }
        if (length == pairs.length) {
            return this;
        }
        return length == 0 ? EMPTY : new LabelSet(Arrays.copyOf(left, length));
    }

    /// All but the name of the metric.
    public LabelSet withoutName() {
        LabelSet made = nameless;
        if (made == null) {
            made = filtered(List.of(NAME), false);
            nameless = made;
        }
        return made;
    }

    /// With a label, or without it where the value is empty.
    public LabelSet with(String name, String value) {
        if (get(name).equals(value)) {
            return this;
        }
        Map<String, String> labels = new LinkedHashMap<>(toMap());
        labels.put(name, value);
        return of(labels);
    }

    /// By name, in the order of names.
    public Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return map;
    }

    @Override
    public int compareTo(LabelSet other) {
        return Arrays.compare(pairs, other.pairs);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof LabelSet labels && hash == labels.hash && Arrays.equals(pairs, labels.pairs));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /// As PromQL writes it.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(get(NAME)).append('{');
        boolean first = true;
        for (int i = 0; i < pairs.length; i += 2) {
            if (!pairs[i].equals(NAME)) {
                text.append(first ? "" : ", ").append(pairs[i]).append("=\"");
                text.append(pairs[i + 1]
                                .replace("\\", "\\\\")
                                .replace("\"", "\\\"")
                                .replace("\n", "\\n"))
                        .append('"');
                first = false;
            }
        }
        return text.append('}').toString();
    }
}
