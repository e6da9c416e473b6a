package io.aiplat.library;

import io.aiplat.model.Gpu;
import io.aiplat.model.HostFacts;
import io.aiplat.model.Profile;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Which real models would run well on a machine.
///
/// @param profiles of a catalog: for every vendor and size exactly one
public record Suggestions(List<Profile> profiles) {
    private static final Set<String> VENDORS = Set.of("nvidia", "amd", "intel");

    public Suggestions {
        profiles = List.copyOf(profiles);
    }

    /// The profile of a machine: of its GPU with the most memory, else of its processors.
    public Profile of(HostFacts host) {
        Optional<Gpu> largest =
                host.gpus().stream().filter(Suggestions::usable).max(Comparator.comparingLong(g -> memory(g, host)));
        String vendor = largest.map(Gpu::vendor).orElse("cpu");
        long bytes = largest.map(g -> memory(g, host)).orElse(host.memoryBytes());
        return profiles.stream()
                .filter(p -> p.fits(vendor, bytes))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no profile for " + vendor + " with " + bytes + " bytes"));
    }

    // Without a driver a GPU computes nothing. One of AMD or Intel without memory of its own is part of the processor
    // and no faster.
    private static boolean usable(Gpu gpu) {
        return VENDORS.contains(gpu.vendor())
                && !gpu.driver().isEmpty()
                && (gpu.memoryBytes() > 0 || gpu.vendor().equals("nvidia"));
    }

    // NVIDIA's machines with one memory for both (Jetson, GB10) do not say how much the GPU has: it has all of it.
    private static long memory(Gpu gpu, HostFacts host) {
        return gpu.memoryBytes() > 0 ? gpu.memoryBytes() : host.memoryBytes();
    }
}
