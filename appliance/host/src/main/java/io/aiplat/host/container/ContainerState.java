package io.aiplat.host.container;

import java.util.Map;

/// A container as it is now.
///
/// @param id        the engine's id
/// @param imageId   of the image it was made from
/// @param status    `created`, `running`, `restarting`, `exited`, `paused` or `dead`
/// @param exitCode  of its last run; meaningful once it has ended
/// @param oomKilled whether the kernel ended its last run for lack of memory
/// @param restarts  how often the engine has started it again
/// @param startedAt of its current or last run, as the engine says
/// @param ports     TCP port inside to port on the host: asked for, whether it runs or not
public record ContainerState(
        String id,
        String imageId,
        String status,
        int exitCode,
        boolean oomKilled,
        int restarts,
        String startedAt,
        Map<String, String> labels,
        Map<Integer, Integer> ports) {
    public ContainerState {
        labels = Map.copyOf(labels);
        ports = Map.copyOf(ports);
    }

    /// Whether its program runs, or the engine is about to run it again.
    public boolean running() {
        return status.equals("running") || restarting();
    }

    /// Whether somebody froze its program: its ports are still published, and nobody answers behind them.
    public boolean paused() {
        return status.equals("paused");
    }

    /// Whether its program has ended, and the engine waits before it runs it again.
    public boolean restarting() {
        return status.equals("restarting");
    }
}
