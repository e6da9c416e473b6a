package io.aiplat.host.gpu;

import io.aiplat.host.KernelFiles;
import io.aiplat.model.host.DeviceNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// The device nodes through which programs reach NVIDIA's driver. Numbers are as the kernel gave them: those of
/// `nvidia-uvm` and `nvidia-caps` differ between machines and starts.
final class GpuDeviceNodes {
    private static final Pattern NAMES = Pattern.compile(
            "nvidia[0-9]+|nvidiactl|nvidia-uvm|nvidia-uvm-tools|nvidia-modeset|dxg|nvmap|nvhost-.*|nvhost|nvsciipc");
    private static final List<String> FOLDERS = List.of("nvidia-caps", "nvgpu/igpu0");
    private static final int KIND = 0170000;
    private static final int CHARACTER_DEVICE = 0020000;

    private GpuDeviceNodes() {}

    /// Those that are there, in the order of their paths.
    ///
    /// @param root where they are found, `/`; it is no part of their paths, which are the same in a container
    static List<DeviceNode> look(Path root) {
        Path dev = root.resolve("dev");
        List<Path> paths = new ArrayList<>();
        for (Path path : KernelFiles.list(dev)) {
            if (NAMES.matcher(path.getFileName().toString()).matches()) {
                paths.add(path);
            }
        }
        FOLDERS.forEach(folder -> paths.addAll(KernelFiles.list(dev.resolve(folder))));
        return paths.stream()
                .sorted()
                .flatMap(path -> node(root, path).stream())
                .toList();
    }

    private static List<DeviceNode> node(Path root, Path path) {
        try {
            Map<String, Object> attributes = Files.readAttributes(path, "unix:mode,rdev");
            if (!(attributes.get("mode") instanceof Integer mode)
                    || !(attributes.get("rdev") instanceof Long numbers)
                    || (mode & KIND) != CHARACTER_DEVICE) {
                return List.of();
            }
            return List.of(new DeviceNode("/" + root.relativize(path), major(numbers), minor(numbers)));
        } catch (IOException | UnsupportedOperationException _) {
            // Gone between two looks, or a system without such numbers.
            return List.of();
        }
    }

    /// As glibc packs them (sys/sysmacros.h): twelve and eight low bits, the rest above.
    private static int major(long numbers) {
        return (int) (((numbers >>> 8) & 0xfff) | ((numbers >>> 32) & ~0xfffL));
    }

    private static int minor(long numbers) {
        return (int) ((numbers & 0xff) | ((numbers >>> 12) & ~0xffL));
    }
}
