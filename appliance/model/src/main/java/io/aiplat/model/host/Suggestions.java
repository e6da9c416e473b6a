package io.aiplat.model.host;

import io.aiplat.model.catalog.Profile;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Which real models would run well on a machine.
///
/// @param profiles of a catalog: for every vendor and size exactly one
public record Suggestions(List<Profile> profiles) {
    public Suggestions {
        profiles = List.copyOf(profiles);
    }

    /// The profile of a machine: of its GPU with the most memory, else of its processors.
    ///
    /// @param gpus whether what runs models reaches the machine's GPUs
    public Profile of(HostFacts host, boolean gpus) {
        return of(gpus ? host.gpus() : List.of(), host.memoryBytes());
    }

    /// The same, without all that is known of a host.
    ///
    /// @param reached     graphics processors that what runs models reaches
    /// @param memoryBytes of the machine
    public Profile of(List<Gpu> reached, long memoryBytes) {
        Optional<Gpu> largest = reached.stream().filter(Gpu::computes).max(Comparator.comparingLong(Gpu::memoryBytes));
        String vendor = largest.map(Gpu::vendor).orElse("cpu");
        long bytes = largest.map(Gpu::memoryBytes).orElse(memoryBytes);
        return profiles.stream()
                .filter(p -> p.fits(vendor, bytes))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no profile for " + vendor + " with " + bytes + " bytes"));
    }

    /// The profile of one GPU; empty where nobody tells how much memory it has.
    public Optional<Profile> of(Gpu gpu) {
        return profiles.stream()
                .filter(p -> gpu.memoryBytes() > 0 && p.fits(gpu.vendor(), gpu.memoryBytes()))
                .findFirst();
    }
}
