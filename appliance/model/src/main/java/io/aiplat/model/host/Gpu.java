package io.aiplat.model.host;

/// A graphics processor of this machine, or the part of one that is given out by itself (MIG).
///
/// @param vendor      `nvidia`, `amd` or `intel`
/// @param name        as its driver calls it, or its PCI id where no driver tells
/// @param memoryBytes its own memory, or the machine's where an NVIDIA one shares that; 0 where nobody tells
/// @param memoryFreeBytes of that, what nobody has taken; all of it where nobody tells
/// @param driver      version or name of the driver; empty where none answers
/// @param identity    what it is known by beside its name
public record Gpu(
        String vendor, String name, long memoryBytes, long memoryFreeBytes, String driver, GpuIdentity identity) {
    /// One that is known by its name only.
    public Gpu(String vendor, String name, long memoryBytes, long memoryFreeBytes, String driver) {
        this(vendor, name, memoryBytes, memoryFreeBytes, driver, GpuIdentity.UNKNOWN);
    }

    /// One of which nobody tells how much of its memory is taken.
    public Gpu(String vendor, String name, long memoryBytes, String driver) {
        this(vendor, name, memoryBytes, memoryBytes, driver);
    }

    /// Whether models can be computed on it. Without a driver nothing is, and one of AMD or Intel without memory of
    /// its own is part of the processor and no faster.
    public boolean computes() {
        return !driver.isEmpty() && memoryBytes > 0;
    }
}
