package io.aiplat.gateway.guard.evaluation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// Match of an entity or pattern in a text.
///
/// @param begin in characters, inclusive
/// @param end   exclusive
/// @param kind  in lower case: `email`
public record EntityMatch(int begin, int end, String kind) {
    private static final Comparator<EntityMatch> ORDER = Comparator.comparingInt(EntityMatch::begin)
            .thenComparing(Comparator.comparingInt(EntityMatch::end).reversed());

    /// What stands in its place once it is masked.
    public String mask() {
        return "<" + kind.toUpperCase(Locale.ROOT) + ">";
    }

    /// The same in order, and as one where they overlap: of two that do nothing may be left over.
    public static List<EntityMatch> merged(List<EntityMatch> found) {
        if (found.size() < 2) {
            return found;
        }
        List<EntityMatch> merged = new ArrayList<>();
        for (EntityMatch next : found.stream().sorted(ORDER).toList()) {
            EntityMatch last = merged.isEmpty() ? null : merged.getLast();
            if (last == null || next.begin() >= last.end()) {
                merged.add(next);
            } else if (next.end() > last.end()) {
                merged.set(merged.size() - 1, new EntityMatch(last.begin(), next.end(), last.kind()));
            }
        }
        return merged;
    }

    /// The text with all of these masked.
    ///
    /// @param found in order and apart
    static String masked(String text, List<EntityMatch> found) {
        StringBuilder masked = new StringBuilder(text.length());
        int at = 0;
        for (EntityMatch one : found) {
            masked.append(text, at, one.begin()).append(one.mask());
            at = one.end();
        }
        return masked.append(text, at, text.length()).toString();
    }
}
