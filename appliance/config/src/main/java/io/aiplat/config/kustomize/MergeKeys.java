package io.aiplat.config.kustomize;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The table of lists that are merged by keys: `merge-keys.txt`.
final class MergeKeys {
    private static final Pattern FIELD = Pattern.compile("([^\\[:]+)(\\[([^\\]]*)\\])?:(.*)");
    private static final Map<String, String> KINDS = new HashMap<>();
    private static final Map<String, Map<String, Field>> TYPES = new HashMap<>();

    static {
        for (String line : KustomizeTable.lines("merge-keys.txt")) {
            String[] words = line.split(" ");
            if (words[0].equals("kind")) {
                KINDS.put(words[1] + " " + words[2], words[3]);
            } else {
                Map<String, Field> fields = new HashMap<>();
                for (int i = 2; i < words.length; i++) {
                    Matcher field = FIELD.matcher(words[i]);
                    if (field.matches()) {
                        fields.put(field.group(1), field(field.group(3), field.group(4)));
                    }
                }
                TYPES.put(words[1], fields);
            }
        }
    }

    private MergeKeys() {}

    /// What is known of a field.
    ///
    /// @param merges whether the items of two lists are put together
    /// @param keys   by which items are the same; none for words
    /// @param type   of the fields, or of each item; empty where nothing in it is merged
    record Field(boolean merges, List<String> keys, String type) {
        static final Field UNKNOWN = new Field(false, List.of(), "");

        /// What is known of a field of it.
        Field of(String name) {
            return TYPES.getOrDefault(type, Map.of()).getOrDefault(name, UNKNOWN);
        }

        /// What is known of its items.
        Field item() {
            return new Field(false, List.of(), type);
        }
    }

    /// What is known of a kind: nothing for custom resources.
    static Field kind(String apiVersion, String kind) {
        return new Field(false, List.of(), KINDS.getOrDefault(apiVersion + " " + kind, ""));
    }

    private static Field field(@Nullable String keys, String type) {
        if (keys == null || keys.isEmpty()) {
            return new Field(false, List.of(), type);
        }
        return new Field(true, keys.equals("*") ? List.of() : List.of(keys.split(",")), type);
    }
}
