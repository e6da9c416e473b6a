package io.aiplat.host;

import io.aiplat.model.Gpu;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The graphics processors of this machine: NVIDIA's from its own program, which knows their memory; all others,
/// and NVIDIA's where no driver answers, from the PCI bus.
final class Gpus {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final long MEBIBYTE = 1 << 20;
    private static final List<String> QUERY =
            List.of("--query-gpu=name,memory.total,driver_version", "--format=csv,noheader,nounits");

    private final Path root;
    private final Programs programs;

    Gpus(Path root, Programs programs) {
        this.root = root;
        this.programs = programs;
    }

    List<Gpu> look() {
        List<Gpu> gpus = new ArrayList<>(nvidia().map(Gpus::parse).orElse(List.of()));
        boolean driver = !gpus.isEmpty();
        for (Path device : KernelFiles.list(root.resolve("sys/bus/pci/devices"))) {
            Gpu gpu = onBus(device);
            if (gpu != null && !(driver && gpu.vendor().equals("nvidia"))) {
                gpus.add(gpu);
            }
        }
        return gpus;
    }

    /// Reads lines of `name, MiB, driver`. Memory that is shared with the machine is `[N/A]` there and 0 here.
    static List<Gpu> parse(String csv) {
        return csv.lines()
                .map(line -> line.split("\\s*,\\s*", -1))
                .filter(fields -> fields.length == 3)
                .map(fields -> new Gpu(
                        "nvidia", fields[0].strip(), KernelFiles.number(fields[1], 0) * MEBIBYTE, fields[2].strip()))
                .toList();
    }

    private Optional<String> nvidia() {
        Path onWindows = root.resolve("usr/lib/wsl/lib/nvidia-smi");
        return programs.find("nvidia-smi")
                .or(() -> Files.isExecutable(onWindows) ? Optional.of(onWindows) : Optional.empty())
                .flatMap(program -> programs.output(program, QUERY, LIMIT));
    }

    private static @Nullable Gpu onBus(Path device) {
        String kind = KernelFiles.text(device.resolve("class"));
        if (!kind.startsWith("0x0300") && !kind.startsWith("0x0302") && !kind.startsWith("0x0380")) {
            return null;
        }
        String id = KernelFiles.text(device.resolve("device"));
        return switch (KernelFiles.text(device.resolve("vendor"))) {
            case "0x10de" -> new Gpu("nvidia", "PCI 10de:" + id.replace("0x", ""), 0, "");
            case "0x1002" -> new Gpu("amd", "PCI 1002:" + id.replace("0x", ""), amdMemory(device), driver(device));
            case "0x8086" -> new Gpu("intel", "PCI 8086:" + id.replace("0x", ""), 0, driver(device));
            default -> null;
        };
    }

    private static long amdMemory(Path device) {
        return KernelFiles.number(KernelFiles.text(device.resolve("mem_info_vram_total")), 0);
    }

    private static String driver(Path device) {
        Path link = device.resolve("driver");
        try {
            return Files.exists(link) ? link.toRealPath().getFileName().toString() : "";
        } catch (IOException _) {
            // A device that vanished between two looks has no driver.
            return "";
        }
    }
}
