package io.aiplat.gateway.api.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/// Parsed request: what a client asks, in our own vocabulary.
///
/// @param generations the texts it wants, one or more, in the order of the answer
/// @param stream      whether the answer is wanted piece by piece
/// @param form        how the answer is written
public record ParsedRequest(List<Generation> generations, boolean stream, ResponseEncoder form) {
    /// Most texts that one request may have written for one prompt.
    static final int MOST_CHOICES = 8;

    public ParsedRequest {
        generations = List.copyOf(generations);
    }

    /// The same, as far as the model can carry it out. A hint that it cannot is left out, and so is anything else
    /// if that is wanted; otherwise it is left for the engine to refuse.
    ///
    /// @param lacking what the model cannot carry out, as OpenAI's chat calls it; asked only where it matters
    public ParsedRequest feasible(
            Function<Generation, Set<String>> lacking, DroppedParameters dropped, ApiFormat surface) {
        if (!dropped.isWanted()
                && generations.stream().allMatch(one -> one.hints().isEmpty())) {
            return this;
        }
        List<Generation> all = new ArrayList<>();
        for (Generation one : generations) {
            all.add(feasible(one, lacking.apply(one), dropped, surface));
        }
        return new ParsedRequest(all, stream, form);
    }

    private static Generation feasible(
            Generation one, Set<String> lacking, DroppedParameters dropped, ApiFormat surface) {
        Generation left = one;
        Set<String> hints = one.hints();
        for (String parameter : lacking) {
            if (hints.contains(parameter) || dropped.isWanted()) {
                Generation less = left.without(parameter);
                if (!less.equals(left)) {
                    dropped.add(surface.parameter(parameter));
                }
                left = less;
            }
        }
        return left;
    }
}
