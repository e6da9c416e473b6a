package io.aiplat.model.host;

import io.aiplat.model.catalog.ImageReference;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the machine is and has, read without changing it.
///
/// @param os              `linux`, `mac` or `windows`
/// @param arch            `amd64` or `arm64`; other words as the JVM says them
/// @param cpus            processors usable by this process
/// @param memoryBytes     total memory (the cgroup's limit where that is lower)
/// @param memoryFreeBytes memory that could be used now
/// @param diskFreeBytes   free space where the home is or will be
/// @param cpuFeatures     flags of the first processor (`avx2`, …); empty where the platform does not say
/// @param libgomp         whether the OpenMP runtime that llama.cpp needs can be loaded
/// @param gpuDriver       NVIDIA's driver, or what is left of it; null where there is no sign of one
/// @param portsTaken      listening TCP ports among those we want, with who listens as far as we may know
/// @param ollama          an Ollama that answers on the host; null for none
/// @param ollamaBinary    path of an `ollama` program; null for none
/// @param images          of every image in question; empty where no engine answers
public record HostFacts(
        String os,
        String arch,
        int cpus,
        long memoryBytes,
        long memoryFreeBytes,
        long diskFreeBytes,
        List<String> cpuFeatures,
        boolean libgomp,
        List<Gpu> gpus,
        @Nullable GpuDriver gpuDriver,
        ContainerEngineFacts engine,
        Map<Integer, String> portsTaken,
        @Nullable Ollama ollama,
        @Nullable String ollamaBinary,
        Map<ImageReference, ImageFacts> images) {
    /// Who listens on a port that this home's own appliance or cluster holds.
    public static final String OURS = "this home's own aiplat";

    public HostFacts {
        cpuFeatures = List.copyOf(cpuFeatures);
        gpus = List.copyOf(gpus);
        portsTaken = Map.copyOf(portsTaken);
        images = Map.copyOf(images);
    }

    /// An Ollama that answered.
    ///
    /// @param url     its base address
    /// @param version as it says
    public record Ollama(String url, String version) {}
}
