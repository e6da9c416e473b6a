package io.aiplat.host.gpu;

import io.aiplat.host.KernelFiles;
import io.aiplat.host.MachineMemory;
import io.aiplat.model.host.Gpu;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A board of NVIDIA's with the GPU in its processor (Jetson): not on a bus, with the machine's memory, and before
/// JetPack 6 without NVML. Told by the file of its release and its device tree.
final class TegraBoard {
    private static final Pattern RELEASE = Pattern.compile("R([0-9]+) \\(release\\), REVISION: ([0-9]+(?:\\.[0-9]+)*)");

    private final Path root;

    TegraBoard(Path root) {
        this.root = root;
    }

    /// Whether this machine is one.
    boolean is() {
        return Files.exists(root.resolve("etc/nv_tegra_release"))
                || KernelFiles.text(root.resolve("sys/devices/soc0/family"))
                        .toLowerCase(Locale.ROOT)
                        .contains("tegra");
    }

    /// Its GPU.
    Optional<Gpu> gpu() {
        if (!is()) {
            return Optional.empty();
        }
        MachineMemory memory = new MachineMemory(root);
        Matcher release = RELEASE.matcher(KernelFiles.text(root.resolve("etc/nv_tegra_release")));
        String driver = release.find() ? "R" + release.group(1) + "." + release.group(2) : "";
        // The device tree ends its texts with a zero.
        String model = KernelFiles.text(root.resolve("proc/device-tree/model")).replace("\0", "");
        return Optional.of(new Gpu(
                "nvidia", model.isEmpty() ? "NVIDIA Tegra" : model, memory.totalBytes(), memory.freeBytes(), driver));
    }
}
