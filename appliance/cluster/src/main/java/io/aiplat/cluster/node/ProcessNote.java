package io.aiplat.cluster.node;

import io.aiplat.host.Processes;
import java.util.Optional;

/// Where a process in the background is written down, so that it is ended later and no other.
public interface ProcessNote {
    /// The process that was noted; whether it still runs is for the caller to ask.
    Optional<Processes.Started> read();

    /// Notes it.
    void write(Processes.Started process);

    /// Forgets it.
    void forget();
}
