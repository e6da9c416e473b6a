package io.aiplat.provisioning.gpu.watch;

import io.aiplat.inference.ResidentModel;
import java.time.Instant;
import java.util.List;

/// Reading of the watchdog: what was seen at one moment.
///
/// @param at        when
/// @param answered  whether the engine did
/// @param resident  models in memory; none where the engine did not answer
/// @param cards     that the driver counts; -1 where nobody was asked
/// @param fault     what the driver says instead of answering, a sentence; empty where it answers
/// @param driver    version of the kernel module; empty where nobody tells
/// @param libraries version of the driver's libraries on this machine; empty where nobody tells
/// @param node      version that the node was made for; empty where there is no node of ours, or it has no GPU
public record WatchReading(
        Instant at,
        boolean answered,
        List<ResidentModel> resident,
        int cards,
        String fault,
        String driver,
        String libraries,
        String node) {
    public WatchReading {
        resident = List.copyOf(resident);
    }
}
