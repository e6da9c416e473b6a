package io.aiplat.host.survey;

import io.aiplat.host.KernelFiles;
import io.aiplat.host.Programs;
import io.aiplat.model.host.Gpu;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// NVIDIA's graphics processors: from the driver's own program, which knows their memory, and from its kernel module
/// where that program is missing or silent.
final class NvidiaGpus {
    /// Where nothing keeps the driver loaded the program wakes each GPU, a second or two for each of up to sixteen.
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final long MEBIBYTE = 1L << 20;
    private static final long GIBIBYTE = 1L << 30;

    private static final List<String> FIGURES = List.of(
            "--query-gpu=name,memory.total,driver_version,mig.mode.current,memory.free",
            "--format=csv,noheader,nounits");
    private static final List<String> INSTANCES = List.of("-L");

    /// Off the search path: under WSL, and where Google's Kubernetes mounts the driver.
    private static final List<String> PLACES = List.of("usr/lib/wsl/lib/nvidia-smi", "usr/local/nvidia/bin/nvidia-smi");

    /// What is said of memory by a GPU that has none of its own.
    private static final Set<String> SHARED = Set.of("[N/A]", "N/A", "[Not Supported]", "Not Supported");

    private static final Pattern INSTANCE = Pattern.compile("^\\s+MIG (\\S+)\\s+Device");
    private static final Pattern INSTANCE_MEMORY = Pattern.compile("\\.([0-9]+)gb");
    private static final Pattern MODULE = Pattern.compile("NVRM version:.*?\\s([0-9]{3,}(?:\\.[0-9]+)+)\\b");

    private final Path root;
    private final Programs programs;

    NvidiaGpus(Path root, Programs programs) {
        this.root = root;
        this.programs = programs;
    }

    List<Gpu> look() {
        List<Gpu> answered = program().map(this::ask).orElse(List.of());
        return answered.isEmpty() ? ofModule() : answered;
    }

    private Optional<Path> program() {
        return programs.find("nvidia-smi")
                .or(() -> PLACES.stream()
                        .map(root::resolve)
                        .filter(Files::isExecutable)
                        .findFirst());
    }

    private List<Gpu> ask(Path program) {
        List<Figures> figures = programs.output(program, FIGURES, LIMIT).stream()
                .flatMap(csv -> figures(csv).stream())
                .toList();
        List<List<String>> instances = figures.stream().anyMatch(Figures::divided)
                ? instances(programs.output(program, INSTANCES, LIMIT).orElse(""))
                : List.of();
        List<Gpu> gpus = new ArrayList<>();
        for (int i = 0; i < figures.size(); i++) {
            gpus.addAll(gpus(figures.get(i), i < instances.size() ? instances.get(i) : List.of()));
        }
        return gpus;
    }

    /// A line of the program.
    ///
    /// @param memory  mebibytes, or words
    /// @param divided whether it is given out in instances (MIG) only, which share its memory out among them
    /// @param free    of the memory: mebibytes, or words
    private record Figures(String name, String memory, String driver, boolean divided, String free) {}

    private static List<Figures> figures(String csv) {
        return csv.lines()
                .map(line -> line.strip().split("\\s*,\\s*", -1))
                .filter(fields -> fields.length == 5)
                .map(fields -> new Figures(fields[0], fields[1], fields[2], fields[3].equals("Enabled"), fields[4]))
                .toList();
    }

    /// The instances of each GPU, `1g.10gb` and the like, in the order of the GPUs.
    private static List<List<String>> instances(String list) {
        List<List<String>> all = new ArrayList<>();
        list.lines().forEach(line -> {
            Matcher instance = INSTANCE.matcher(line);
            if (line.startsWith("GPU ")) {
                all.add(new ArrayList<>());
            } else if (!all.isEmpty() && instance.find()) {
                all.getLast().add(instance.group(1));
            }
        });
        return all;
    }

    private List<Gpu> gpus(Figures figures, List<String> instances) {
        if (!figures.divided()) {
            long memory = memory(figures.memory());
            return List.of(new Gpu("nvidia", figures.name(), memory, free(figures, memory), figures.driver()));
        }
        if (instances.isEmpty()) {
            return List.of(new Gpu("nvidia", figures.name() + " (MIG on, no instance)", 0, figures.driver()));
        }
        return instances.stream()
                .map(instance -> new Gpu(
                        "nvidia", figures.name() + " MIG " + instance, instanceMemory(instance), figures.driver()))
                .toList();
    }

    private long memory(String field) {
        return SHARED.contains(field) ? new MachineMemory(root).totalBytes() : KernelFiles.number(field, 0) * MEBIBYTE;
    }

    private long free(Figures figures, long memory) {
        if (SHARED.contains(figures.memory())) {
            return new MachineMemory(root).freeBytes();
        }
        return SHARED.contains(figures.free()) ? memory : KernelFiles.number(figures.free(), 0) * MEBIBYTE;
    }

    private static long instanceMemory(String profile) {
        Matcher gigabytes = INSTANCE_MEMORY.matcher(profile);
        return gigabytes.find() ? KernelFiles.number(gigabytes.group(1), 0) * GIBIBYTE : 0;
    }

    /// The module tells its version and the names, and not how much memory there is.
    private List<Gpu> ofModule() {
        Path module = root.resolve("proc/driver/nvidia");
        Optional<String> driver = MODULE.matcher(KernelFiles.text(module.resolve("version")))
                .results()
                .map(found -> found.group(1))
                .findFirst();
        return driver.stream()
                .flatMap(version -> KernelFiles.list(module.resolve("gpus")).stream()
                        .flatMap(gpu -> KernelFiles.lines(gpu.resolve("information")).stream())
                        .filter(line -> line.startsWith("Model:"))
                        .map(line -> line.substring("Model:".length()).strip())
                        .map(name -> new Gpu("nvidia", name, 0, version)))
                .toList();
    }
}
