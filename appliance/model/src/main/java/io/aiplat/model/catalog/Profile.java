package io.aiplat.model.catalog;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which models suit a machine and how they are served there, from `gpu-profiles/`.
///
/// @param name           its file's name without the ending
/// @param vendor         `nvidia`, `amd`, `intel`, or `cpu` for a machine without a GPU
/// @param memoryAtLeast  bytes of GPU memory (of main memory for `cpu`) from which it applies
/// @param memoryBelow    bytes up to which it applies, exclusive
/// @param models         what to suggest, best first
/// @param serving        how the model engine serves them
/// @param sharing        how pods share such a GPU, where a device plugin counts
public record Profile(
        String name,
        String vendor,
        long memoryAtLeast,
        long memoryBelow,
        List<Suggestion> models,
        Serving serving,
        Sharing sharing) {
    public Profile {
        models = List.copyOf(models);
        if (memoryAtLeast < 0 || memoryBelow <= memoryAtLeast) {
            throw new IllegalArgumentException(name + ": an empty range of memory");
        }
    }

    /// A class of machines of which nothing is said but its models.
    public Profile(String name, String vendor, long memoryAtLeast, long memoryBelow, List<Suggestion> models) {
        this(name, vendor, memoryAtLeast, memoryBelow, models, Serving.USUAL, Sharing.NONE);
    }

    /// How a model engine serves models.
    ///
    /// @param context  tokens a model sees at once, where nobody asks for another number; 0 for the engine's own
    /// @param parallel requests that a model answers at once, each with its context; 0 for the engine's own
    /// @param cache    type of the keys' and values' numbers; null for the engine's own
    public record Serving(
            int context, int parallel, @Nullable KvCacheType cache) {
        /// As the engine does it by itself.
        public static final Serving USUAL = new Serving(0, 0, null);
    }

    /// How pods share a GPU.
    ///
    /// @param replicas pods that may use one at once, in turns, each with any memory (time slicing); 1 or more
    /// @param mig      instances that one is best divided into; empty where that makes no sense. Nobody divides
    ///     it but a person
    public record Sharing(int replicas, List<String> mig) {
        /// One pod has it whole.
        public static final Sharing NONE = new Sharing(1, List.of());

        public Sharing {
            mig = List.copyOf(mig);
            if (replicas < 1) {
                throw new IllegalArgumentException("a GPU is for one pod or more");
            }
        }
    }

    /// A model that runs well on such a machine.
    ///
    /// @param model       name to pull
    /// @param bytes       to download
    /// @param description what it is good at, a few words
    public record Suggestion(String model, long bytes, String description) {}

    /// Whether it speaks of this much memory of this vendor.
    public boolean fits(String ofVendor, long memoryBytes) {
        return vendor.equals(ofVendor) && memoryBytes >= memoryAtLeast && memoryBytes < memoryBelow;
    }
}
