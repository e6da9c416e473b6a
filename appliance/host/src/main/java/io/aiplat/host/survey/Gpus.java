package io.aiplat.host.survey;

import io.aiplat.host.KernelFiles;
import io.aiplat.host.Programs;
import io.aiplat.model.host.Gpu;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The graphics processors of this machine: NVIDIA's as their driver tells, all others, and NVIDIA's where no driver
/// answers, from the PCI bus.
final class Gpus {
    private final Path root;
    private final NvidiaGpus nvidia;

    Gpus(Path root, Programs programs) {
        this.root = root;
        this.nvidia = new NvidiaGpus(root, programs);
    }

    List<Gpu> look() {
        List<Gpu> gpus = new ArrayList<>(nvidia.look());
        boolean driver = !gpus.isEmpty();
        for (Path device : KernelFiles.list(root.resolve("sys/bus/pci/devices"))) {
            Gpu gpu = onBus(device);
            if (gpu != null && !(driver && gpu.vendor().equals("nvidia"))) {
                gpus.add(gpu);
            }
        }
        return gpus;
    }

    private static @Nullable Gpu onBus(Path device) {
        String kind = KernelFiles.text(device.resolve("class"));
        if (!kind.startsWith("0x0300") && !kind.startsWith("0x0302") && !kind.startsWith("0x0380")) {
            return null;
        }
        String id = KernelFiles.text(device.resolve("device"));
        return switch (KernelFiles.text(device.resolve("vendor"))) {
            case "0x10de" -> new Gpu("nvidia", "PCI 10de:" + id.replace("0x", ""), 0, "");
            case "0x1002" -> amd(device, "PCI 1002:" + id.replace("0x", ""));
            case "0x8086" -> new Gpu("intel", "PCI 8086:" + id.replace("0x", ""), 0, driver(device));
            default -> null;
        };
    }

    private static Gpu amd(Path device, String name) {
        long memory = KernelFiles.number(KernelFiles.text(device.resolve("mem_info_vram_total")), 0);
        long used = KernelFiles.number(KernelFiles.text(device.resolve("mem_info_vram_used")), 0);
        return new Gpu("amd", name, memory, Math.max(0, memory - used), driver(device));
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
