package io.aiplat.supply.fit;

/// Fit verdict: where a model goes as it is to be loaded, from the best down.
public enum FitVerdict {
    /// All of it into the memory of the GPUs.
    GPU,
    /// Some of its layers there, the rest into main memory.
    PARTLY_GPU,
    /// Into main memory.
    MEMORY,
    /// Nowhere now, but the machine has as much when others let go of it.
    LATER,
    /// Nowhere on this machine.
    NEVER;

    /// Whether it can be loaded now.
    public boolean fits() {
        return this != LATER && this != NEVER;
    }
}
