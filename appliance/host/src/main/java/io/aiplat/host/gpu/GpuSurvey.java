package io.aiplat.host.gpu;

import io.aiplat.host.KernelFiles;
import io.aiplat.host.MachineMemory;
import io.aiplat.host.Programs;
import io.aiplat.model.host.DeviceNode;
import io.aiplat.model.host.Gpu;
import io.aiplat.model.host.GpuDriver;
import io.aiplat.model.host.GpuIdentity;
import io.aiplat.model.host.GpuPlatform;
import io.aiplat.model.host.GpuReading;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Survey of the graphics processors of this machine, which changes nothing. NVIDIA's driver is asked through its
/// library (NVML), else through its program `nvidia-smi`; where neither answers its kernel module and the PCI bus tell
/// what is there, as they do for cards of other makers.
public final class GpuSurvey {
    /// Where nothing keeps the driver loaded NVML wakes each GPU, a second or two for each of up to sixteen.
    static final Duration LIMIT = Duration.ofSeconds(20);

    private static final String NVIDIA = "nvidia";
    private static final long GIBIBYTE = 1L << 30;
    private static final Pattern INSTANCE_MEMORY = Pattern.compile("\\.([0-9]+)gb");

    private final Map<String, String> environment;
    private final Path root;
    private final NvidiaSmi smi;

    /// A survey of this machine; nothing is read yet.
    ///
    /// @param environment of this process: `PATH`, `LD_LIBRARY_PATH`
    /// @param root        where the files of the system are found, `/`
    public GpuSurvey(Map<String, String> environment, Path root) {
        this.environment = Map.copyOf(environment);
        this.root = root;
        this.smi = new NvidiaSmi(root, new Programs(environment));
    }

    /// Looks. Takes no time where there is no driver of NVIDIA's, else as long as that takes to answer: half a second
    /// where it is awake, at most 20 seconds for each question.
    public GpuFacts look() {
        try (NvmlSource source = new NvmlSource(environment)) {
            return look(source, LIMIT, false);
        }
    }

    /// The same with a process that is kept for the next time.
    ///
    /// @param limit     for NVML
    /// @param processes whether it is wanted who computes
    GpuFacts look(NvmlSource source, Duration limit, boolean processes) {
        DriverLibraries libraries = new DriverLibraries(root, environment);
        NvmlProcess.Answer nvml = source.ask(libraries.file("libnvidia-ml.so.1"), limit);
        NvidiaAnswer answer = answer(nvml, processes);
        NvidiaModule module = new NvidiaModule(root);
        String version = module.version().isEmpty() && answer != null ? answer.driver() : module.version();
        DriverLibraries.Found found = libraries.look(version);
        GpuDriver driver = driver(version, answer, found);
        return new GpuFacts(
                gpus(answer, module),
                driver,
                driver == null ? List.of() : found.faults(),
                nvml.outcome(),
                answer == null ? List.of() : answer.cards());
    }

    /// Where the library hangs the program would too, for it asks the library.
    private @Nullable NvidiaAnswer answer(NvmlProcess.Answer nvml, boolean processes) {
        return switch (nvml.outcome().state()) {
            case ANSWERS -> NvidiaAnswerText.read(nvml.text());
            case HANGS -> null;
            case ABSENT, REFUSES, BROKEN ->
                smi.ask(processes)
                        .map(a -> new NvidiaAnswer(a.driver(), smi.cuda(), a.cards()))
                        .orElse(null);
        };
    }

    private @Nullable GpuDriver driver(String version, @Nullable NvidiaAnswer answer, DriverLibraries.Found found) {
        List<DeviceNode> nodes = GpuDeviceNodes.look(root);
        Optional<Path> program = smi.program();
        if (version.isEmpty() && nodes.isEmpty() && found.libraries().isEmpty() && program.isEmpty()) {
            return null;
        }
        return new GpuDriver(
                platform(answer),
                version,
                answer == null ? "" : answer.cuda(),
                nodes,
                found.libraries(),
                program.map(Path::toString).orElse(null));
    }

    /// As NVIDIA's own code tells them apart (go-nvlib, pkg/nvlib/info): boards whose NVML speaks of a card that is no
    /// part of the processor count as any other machine.
    private GpuPlatform platform(@Nullable NvidiaAnswer answer) {
        if (Files.exists(root.resolve("dev/dxg")) || Files.exists(root.resolve("usr/lib/wsl/lib/libdxcore.so"))) {
            return GpuPlatform.WSL;
        }
        boolean board = new TegraBoard(root).is()
                && (answer == null
                        || answer.cards().stream()
                                .allMatch(card -> card.name().contains("(nvgpu)")
                                        || card.name().contains("Thor")));
        return board ? GpuPlatform.TEGRA : GpuPlatform.NATIVE;
    }

    private List<Gpu> gpus(@Nullable NvidiaAnswer answer, NvidiaModule module) {
        List<Gpu> gpus = new ArrayList<>();
        if (answer != null) {
            answer.cards().forEach(card -> gpus.addAll(gpus(card, answer.driver())));
        }
        if (gpus.isEmpty()) {
            gpus.addAll(module.cards());
        }
        if (gpus.isEmpty()) {
            new TegraBoard(root).gpu().ifPresent(gpus::add);
        }
        boolean answered = !gpus.isEmpty();
        for (Gpu gpu : new PciGpus(root).look()) {
            if (!answered || !gpu.vendor().equals(NVIDIA)) {
                gpus.add(gpu);
            }
        }
        return gpus;
    }

    private List<Gpu> gpus(GpuReading card, String driver) {
        if (!card.divided()) {
            return List.of(gpu(card, card.name(), memory(card), driver));
        }
        if (card.instances().isEmpty()) {
            return List.of(new Gpu(NVIDIA, card.name() + " (MIG on, no instance)", 0, 0, driver, card.identity()));
        }
        return card.instances().stream()
                .map(instance -> gpu(
                        instance,
                        card.name() + " MIG " + instance.identity().instance(),
                        instance.memoryTotalBytes().orElseGet(() -> memory(instance.identity())),
                        driver))
                .toList();
    }

    private Gpu gpu(GpuReading reading, String name, long memory, String driver) {
        long free = reading.ownMemory() || reading.memoryTotalBytes().isPresent()
                ? reading.memoryFreeBytes().orElse(memory)
                : reading.identity().instance().isEmpty() ? new MachineMemory(root).freeBytes() : memory;
        return new Gpu(NVIDIA, name, memory, free, driver, reading.identity());
    }

    private long memory(GpuReading card) {
        return card.ownMemory() ? card.memoryTotalBytes().orElse(0) : new MachineMemory(root).totalBytes();
    }

    /// By the name of its profile, where only that is known.
    private static long memory(GpuIdentity instance) {
        Matcher gigabytes = INSTANCE_MEMORY.matcher(instance.instance());
        return gigabytes.find() ? KernelFiles.number(gigabytes.group(1), 0) * GIBIBYTE : 0;
    }
}
