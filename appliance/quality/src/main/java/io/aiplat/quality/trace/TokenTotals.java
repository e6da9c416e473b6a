package io.aiplat.quality.trace;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Totals of the tokens and costs of a trace: of the innermost observations of models, so that what two libraries trace
/// of one call is counted once.
///
/// @param input  tokens
/// @param output tokens
/// @param micros millionths of the currency; null where no observation has a cost
record TokenTotals(long input, long output, @Nullable Long micros) {
    /// What counts of an observation.
    ///
    /// @param counts whether a model used tokens for it, or it has a cost
    record Part(
            String id,
            String parent,
            boolean counts,
            long input,
            long output,
            @Nullable Long micros) {}

    static TokenTotals of(List<Part> parts) {
        Map<String, String> parents = new HashMap<>();
        parts.forEach(part -> parents.put(part.id(), part.parent()));
        Set<String> holdOthers = new HashSet<>();
        for (Part part : parts) {
            if (part.counts()) {
                String above = part.parent();
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
