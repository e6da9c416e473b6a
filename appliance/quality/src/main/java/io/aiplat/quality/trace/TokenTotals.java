package io.aiplat.quality.trace;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Totals of the tokens and costs of a trace: of the innermost observations of models, so that what two libraries
/// trace of one call is counted once.
///
/// Programs leave steps out of what they send: of a call that a step between says nothing about, the caller is taken
/// to be the shortest observation of a model in whose time it lies.
///
/// @param input  tokens
/// @param output tokens
/// @param micros millionths of the currency; null where no observation has a cost
record TokenTotals(long input, long output, @Nullable Long micros) {
    /// Steps among which callers are looked for; the time grows with their square.
    private static final int MOST = 1_000;

    /// What counts of an observation.
    ///
    /// @param started nanoseconds since 1970
    /// @param ended   nanoseconds since 1970
    /// @param counts  whether a model used tokens for it, or it has a cost
    record Part(
            String id,
            String parent,
            long started,
            long ended,
            boolean counts,
            long input,
            long output,
            @Nullable Long micros) {
        /// Whether the other lies in the time of this, which is longer.
        boolean spans(Part other) {
            return started <= other.started && ended >= other.ended && took() > other.took();
        }

        long took() {
            return ended - started;
        }
    }

    /// Steps without tokens of their own, such as what a server sees of a request, find a caller.
    private static void adopt(List<Part> parts, Map<String, String> parents) {
        for (Part part : parts) {
            if (!part.counts() && !part.parent().isEmpty() && !parents.containsKey(part.parent())) {
                parts.stream()
                        .filter(other -> other.counts() && other.spans(part))
                        .min(Comparator.comparingLong(Part::took))
                        .ifPresent(caller -> parents.put(part.id(), caller.id()));
            }
        }
    }

    static TokenTotals of(List<Part> parts) {
        Map<String, String> parents = new HashMap<>();
        parts.forEach(part -> parents.put(part.id(), part.parent()));
        if (parts.size() <= MOST) {
            adopt(parts, parents);
        }
        Set<String> holdOthers = new HashSet<>();
        for (Part part : parts) {
            if (part.counts()) {
                String above = parents.getOrDefault(part.id(), "");
                // Whoever was seen has all above it in the set; circles end there, too.
                while (!above.isEmpty() && holdOthers.add(above)) {
                    above = parents.getOrDefault(above, "");
                }
            }
        }
        long input = 0;
        long output = 0;
        Long micros = null;
        for (Part part : parts) {
            if (part.counts() && !holdOthers.contains(part.id())) {
                input += part.input();
                output += part.output();
                Long cost = part.micros();
                micros = cost == null ? micros : (Long) ((micros == null ? 0 : micros) + cost);
            }
        }
        return new TokenTotals(input, output, micros);
    }
}
