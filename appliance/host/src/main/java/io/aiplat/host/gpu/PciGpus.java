package io.aiplat.host.gpu;

import io.aiplat.host.KernelFiles;
import io.aiplat.model.host.Gpu;
import io.aiplat.model.host.GpuIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The graphics processors on the PCI bus, whether a driver answers for them or not. Of AMD's the kernel tells the
/// memory too.
final class PciGpus {
    private final Path root;

    PciGpus(Path root) {
        this.root = root;
    }

    List<Gpu> look() {
        return KernelFiles.list(root.resolve("sys/bus/pci/devices")).stream()
                .map(PciGpus::onBus)
                .filter(Objects::nonNull)
                .toList();
    }

    private static @Nullable Gpu onBus(Path device) {
        String kind = KernelFiles.text(device.resolve("class"));
        if (!kind.startsWith("0x0300") && !kind.startsWith("0x0302") && !kind.startsWith("0x0380")) {
            return null;
        }
        String id = KernelFiles.text(device.resolve("device"));
        return switch (KernelFiles.text(device.resolve("vendor"))) {
            case "0x10de" -> new Gpu("nvidia", "PCI 10de:" + id.replace("0x", ""), 0, 0, "", at(device));
            case "0x1002" -> amd(device, "PCI 1002:" + id.replace("0x", ""));
            case "0x8086" -> new Gpu("intel", "PCI 8086:" + id.replace("0x", ""), 0, 0, driver(device), at(device));
            default -> null;
        };
    }

    private static Gpu amd(Path device, String name) {
        long memory = KernelFiles.number(KernelFiles.text(device.resolve("mem_info_vram_total")), 0);
        long used = KernelFiles.number(KernelFiles.text(device.resolve("mem_info_vram_used")), 0);
        return new Gpu("amd", name, memory, Math.max(0, memory - used), driver(device), at(device));
    }

    private static GpuIdentity at(Path device) {
        return new GpuIdentity(-1, "", device.getFileName().toString(), "", "");
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
