package io.aiplat.gateway.guard;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// Something that was found in a text.
///
/// @param end  exclusive
/// @param kind in lower case: `email`
record Found(int begin, int end, String kind) {
    private static final Comparator<Found> ORDER = Comparator.comparingInt(Found::begin)
            .thenComparing(Comparator.comparingInt(Found::end).reversed());

    /// What stands in its place once it is masked.
    String mask() {
        return "<" + kind.toUpperCase(Locale.ROOT) + ">";
    }

    /// The same in order, and as one where they overlap: of two that do nothing may be left over.
    static List<Found> merged(List<Found> found) {
        if (found.size() < 2) {
            return found;
        }
        List<Found> merged = new ArrayList<>();
        for (Found next : found.stream().sorted(ORDER).toList()) {
            Found last = merged.isEmpty() ? null : merged.getLast();
            if (last == null || next.begin() >= last.end()) {
                merged.add(next);
            } else if (next.end() > last.end()) {
                merged.set(merged.size() - 1, new Found(last.begin(), next.end(), last.kind()));
            }
        }
        return merged;
    }

    /// The text with all of these masked.
    ///
    /// @param found in order and apart
    static String masked(String text, List<Found> found) {
        StringBuilder masked = new StringBuilder(text.length());
        int at = 0;
        for (Found one : found) {
            masked.append(text, at, one.begin()).append(one.mask());
            at = one.end();
        }
        return masked.append(text, at, text.length()).toString();
    }
}
