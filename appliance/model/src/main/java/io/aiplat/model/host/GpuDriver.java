package io.aiplat.model.host;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// NVIDIA driver of this machine, as far as a container has to be given it: kernel module, device nodes and the
/// libraries of its version.
///
/// @param platform  how the machine has come by it
/// @param version   of the kernel module, such as `570.86.15`; empty where none is loaded
/// @param cuda      newest CUDA that it serves, such as `12.8`; empty where nobody tells
/// @param nodes     device nodes that are there, in the order of their paths
/// @param libraries that were found, each under every name it is asked for by, in the order of their names
/// @param smi       path of the driver's own program, `nvidia-smi`; null where it is missing
public record GpuDriver(
        GpuPlatform platform,
        String version,
        String cuda,
        List<DeviceNode> nodes,
        List<DriverLibrary> libraries,
        @Nullable String smi) {
    public GpuDriver {
        nodes = List.copyOf(nodes);
        libraries = List.copyOf(libraries);
    }
}
