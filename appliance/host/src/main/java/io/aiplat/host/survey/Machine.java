package io.aiplat.host.survey;

import io.aiplat.host.KernelFiles;
import io.aiplat.host.MachineMemory;
import io.aiplat.host.gpu.GpuSurvey;
import io.aiplat.model.host.MemoryFacts;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What this machine is, as its kernel and its linker tell: the part of a [Survey] that asks nobody else and takes
/// no time, for those that need no more.
public final class Machine {
    private final Path root;
    private final Map<String, String> environment;
    private final MachineMemory memory;
    private final SharedLibraries libraries;

    /// This machine; nothing is read yet.
    ///
    /// @param environment of this process
    /// @param root        where the kernel's files are found, `/`
    public Machine(Map<String, String> environment, Path root) {
        this.root = root;
        this.environment = environment;
        this.memory = new MachineMemory(root);
        this.libraries = new SharedLibraries(root, environment);
    }

    /// `linux`, `mac` or `windows`.
    String os() {
        String name = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        return name.startsWith("mac") ? "mac" : name.startsWith("windows") ? "windows" : name;
    }

    /// `amd64` or `arm64`; other words as the JVM says them.
    public String arch() {
        String arch = System.getProperty("os.arch", "");
        return switch (arch) {
            case "x86_64", "amd64" -> "amd64";
            case "aarch64", "arm64" -> "arm64";
            default -> arch;
        };
    }

    /// The flags of the first processor as `/proc/cpuinfo` spells them; empty on other systems.
    public List<String> cpuFeatures() {
        return KernelFiles.lines(root.resolve("proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("flags") || line.startsWith("Features"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .map(flags -> Arrays.asList(flags.split(" ", -1)))
                .orElse(List.of());
    }

    /// Whether the OpenMP runtime that llama.cpp needs can be loaded.
    public boolean libgomp() {
        return libraries.has("libgomp.so.1");
    }

    /// Bytes in all, of the machine or of the control group this process is confined to.
    long memoryBytes() {
        return memory.totalBytes();
    }

    /// Bytes that could be used now.
    public long memoryFreeBytes() {
        return memory.freeBytes();
    }

    /// Memory that models can be loaded into. Asks the drivers of GPUs, which may take seconds where there are any.
    public MemoryFacts memory() {
        return new MemoryFacts(
                memory.totalBytes(),
                memory.freeBytes(),
                new GpuSurvey(environment, root).look().gpus());
    }
}
