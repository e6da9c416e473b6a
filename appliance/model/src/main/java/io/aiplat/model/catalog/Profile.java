package io.aiplat.model.catalog;

import java.util.List;

/// Which models suit a machine, from `gpu-profiles/`.
///
/// @param name           its file's name without the ending
/// @param vendor         `nvidia`, `amd`, `intel`, or `cpu` for a machine without a GPU
/// @param memoryAtLeast  bytes of GPU memory (of main memory for `cpu`) from which it applies
/// @param memoryBelow    bytes up to which it applies, exclusive
/// @param models         what to suggest, best first
public record Profile(String name, String vendor, long memoryAtLeast, long memoryBelow, List<Suggestion> models) {
    public Profile {
        models = List.copyOf(models);
        if (memoryAtLeast < 0 || memoryBelow <= memoryAtLeast) {
            throw new IllegalArgumentException(name + ": an empty range of memory");
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
