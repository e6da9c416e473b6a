package io.aiplat.launcher.connect;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A preflight check: whether a model can do what a coding agent needs, before the agent finds out.
///
/// @param tools   whether it calls tools; null where nobody could be asked
/// @param context tokens it sees at once as it is served now; 0 where unknown
/// @param trained tokens it was made for; 0 where unknown
/// @param bytes   of the model; 0 where unknown, or where it is in memory already
/// @param free    bytes of memory that are free
public record AgentPreflight(@Nullable Boolean tools, int context, int trained, long bytes, long free) {
    /// Tokens of context without which a coding agent's first prompt does not fit, with an answer.
    public static final int LEAST = 32_768;

    /// Tokens of context with which it gets through a task.
    public static final int USEFUL = 65_536;

    /// The context its route should have; 0 if what it has is enough, or if it was made for no more.
    public int better() {
        int possible = trained == 0 ? USEFUL : Math.min(trained, USEFUL);
        return context > 0 && context < possible ? possible : 0;
    }

    /// What is short, each a sentence.
    ///
    /// @param model its name
    public List<String> shorts(String model) {
        List<String> shorts = new ArrayList<>();
        if (Boolean.FALSE.equals(tools)) {
            shorts.add(
                    model + " cannot call tools, and a coding agent does everything by tools. Take a model that can.");
        }
        if (context > 0 && context < USEFUL) {
            String need = context < LEAST ? "needs %d at the least and is of use with %d" : "is of use with %2$d";
            shorts.add("%s sees %d tokens at once; a coding agent %s."
                    .formatted(model, context, need.formatted(LEAST, USEFUL)));
        }
        if (trained > 0 && trained < LEAST) {
            shorts.add("%s was made for %d tokens, so no setting gives it more. Take a larger one."
                    .formatted(model, trained));
        }
        if (bytes > free) {
            shorts.add("%s takes %d MiB, and %d MiB of memory are free.".formatted(model, bytes >> 20, free >> 20));
        }
        return shorts;
    }
}
