package io.aiplat.inference.ollama;

import java.util.function.IntToLongFunction;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// How many tokens models see at once where neither their route nor their Modelfile says.
///
/// @param longest    tokens, 1 or more: no model gets more than that by itself
/// @param memoryFree bytes that may be taken now; asked once for each model
public record ContextPolicy(int longest, LongSupplier memoryFree) {
    /// Twice Ollama's own default, which agents overrun at once.
    public static final int USUAL_LONGEST = 8192;

    /// Less makes a model useless; if even that does not fit, Ollama says so.
    private static final int SHORTEST = 2048;

    public ContextPolicy {
        if (longest < 1) {
            throw new IllegalArgumentException("a context of " + longest + " tokens");
        }
    }

    /// What a model needs.
    ///
    /// @param trained       tokens it was trained to see at once; 0 where unknown
    /// @param weights       bytes of memory without any context; 0 where it has them already
    /// @param cache   bytes that a context of so many tokens takes
    record Need(int trained, long weights, IntToLongFunction cache) {}

    /// Chooses. What the route says goes before what the Modelfile says, and that before free memory; a
    /// model never gets more than it was trained for.
    ///
    /// @param route     tokens its route wants, or null
    /// @param modelfile tokens its Modelfile says, or null
    int choose(@Nullable Integer route, @Nullable Integer modelfile, Need need) {
        int limit = need.trained() > 0 ? need.trained() : Integer.MAX_VALUE;
        Integer said = route == null ? modelfile : route;
        if (said != null) {
            return Math.min(limit, Math.max(1, said));
        }
        int context = Math.min(limit, longest);
        // A fifth stays for what else grows: the buffers of the computation, and the rest of the machine.
        long usable = memoryFree.getAsLong() / 5 * 4;
        while (context > SHORTEST && need.weights() + need.cache().applyAsLong(context) > usable) {
            context = Math.max(SHORTEST, context / 2);
        }
        return context;
    }
}
