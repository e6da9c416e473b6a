package io.aiplat.governance.key;

import java.util.List;
import java.util.TreeSet;

/// Words that spend is reported by.
public final class Tags {
    private static final int MOST = 16;
    private static final int LONGEST = 64;

    private Tags() {}

    /// The tags in their order, each once.
    ///
    /// @throws IllegalArgumentException if there are more than 16, or one is not 1 to 64 printable ASCII
    ///     characters without spaces and commas
    public static List<String> checked(List<String> tags) {
        if (tags.isEmpty()) {
            return List.of();
        }
        List<String> sorted = List.copyOf(new TreeSet<>(tags));
        if (sorted.size() > MOST) {
            throw new IllegalArgumentException("at most 16 tags, not " + sorted.size());
        }
        sorted.forEach(Tags::check);
        return sorted;
    }

    /// Both lists' tags. Those of the key come first when there are too many, for an administrator chose
    /// them.
    public static List<String> union(List<String> ofKey, List<String> ofRequest) {
        if (ofRequest.isEmpty()) {
            return ofKey;
        }
        TreeSet<String> all = new TreeSet<>(ofKey);
        for (String tag : ofRequest) {
            if (all.size() < MOST) {
                all.add(tag);
            }
        }
        return List.copyOf(all);
    }

    private static void check(String tag) {
        boolean fine = !tag.isEmpty() && tag.length() <= LONGEST;
        for (int i = 0; i < tag.length() && fine; i++) {
            char c = tag.charAt(i);
            fine = c > ' ' && c < 127 && c != ',';
        }
        if (!fine) {
            throw new IllegalArgumentException(
                    "a tag has 1 to 64 printable ASCII characters without spaces and commas, not " + tag);
        }
    }
}
