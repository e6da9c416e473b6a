package io.aiplat.model.host;

/// Platform of a graphics driver: how a machine has come by its GPUs, which decides what of it containers need.
public enum GpuPlatform {
    /// The driver's kernel module is loaded here: device nodes `/dev/nvidia*`.
    NATIVE,
    /// Windows has the driver, and lends its GPUs to a Linux of its own (WSL2): one device `/dev/dxg`, libraries in
    /// `/usr/lib/wsl/lib`.
    WSL,
    /// A board with the GPU in its processor (Jetson): devices `/dev/nvhost*` and `/dev/nvmap`.
    TEGRA
}
