package io.aiplat.model.plan;

import io.aiplat.model.host.GpuDriver;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Hand-over of GPUs to a node: which way, which cards, of which driver. All ways end in the same containerd runtime
/// handler `nvidia`; what a node was not given when it was made cannot be added later.
///
/// @param way    how
/// @param cards  index of each card that is handed on; empty for all of them
/// @param driver whose libraries and devices are handed on; null for [Way#NONE] and where the engine finds them
public record GpuHandover(
        Way way, List<Integer> cards, @Nullable GpuDriver driver) {
    /// No GPU.
    public static final GpuHandover NONE = new GpuHandover(Way.NONE, List.of(), null);

    public GpuHandover {
        cards = List.copyOf(cards);
    }

    /// How a node comes by GPUs.
    public enum Way {
        /// Not at all.
        NONE,
        /// The driver's libraries are bound from the host, the privileged node has the devices anyway: no toolkit.
        LIBRARY_BINDS,
        /// Container Device Interface of the engine: `nvidia.com/gpu=…`.
        ENGINE_CDI,
        /// The engine's device request with the driver `nvidia`: the toolkit's hook.
        ENGINE_REQUEST,
        /// The node is a process of this machine and sees what that has.
        NATIVE
    }

    /// All cards that the engine itself hands on.
    ///
    /// @param way one of the engine's
    public static GpuHandover byEngine(Way way) {
        return new GpuHandover(way, List.of(), null);
    }
}
