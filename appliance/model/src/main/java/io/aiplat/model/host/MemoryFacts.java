package io.aiplat.model.host;

import java.util.List;

/// Memory that models can be loaded into, in bytes: the machine's, or what its control group leaves of it, and that of
/// the graphics processors.
///
/// @param totalBytes of main memory
/// @param freeBytes  that could be used now without swapping
/// @param gpus       all that were found; only those that compute count
public record MemoryFacts(long totalBytes, long freeBytes, List<Gpu> gpus) {
    public MemoryFacts {
        gpus = gpus.stream().filter(Gpu::computes).toList();
    }

    /// The same for what computes on processors only.
    public MemoryFacts withoutGpus() {
        return new MemoryFacts(totalBytes, freeBytes, List.of());
    }

    /// Bytes of all graphics processors.
    public long gpuTotalBytes() {
        return gpus.stream().mapToLong(Gpu::memoryBytes).sum();
    }

    /// Bytes that are free on them.
    public long gpuFreeBytes() {
        return gpus.stream().mapToLong(Gpu::memoryFreeBytes).sum();
    }
}
