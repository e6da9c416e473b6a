package io.aiplat.provisioning.gpu.watch;

import io.aiplat.inference.ResidentModel;

/// What the watchdog does about a GPU that is not used any more.
public sealed interface GpuMend {
    /// As in labels of metrics.
    default String word() {
        return switch (this) {
            case Reload _ -> "reload";
            case RestartNode _ -> "restart";
            case RecreateNode _ -> "recreate";
        };
    }

    /// The model is taken out of memory and brought back.
    ///
    /// @param model as it was there
    record Reload(ResidentModel model) implements GpuMend {}

    /// The node is started again, keeping data and addresses: its control groups are set up anew.
    ///
    /// @param model for whose sake
    record RestartNode(String model) implements GpuMend {}

    /// The node is made anew for the driver there is now, keeping its data.
    ///
    /// @param from version that it was made for
    /// @param to   version that there is
    record RecreateNode(String from, String to) implements GpuMend {}
}
