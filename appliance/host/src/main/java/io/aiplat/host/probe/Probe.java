package io.aiplat.host.probe;

import io.aiplat.model.ClusterKind;
import io.aiplat.model.Settings;
import io.aiplat.model.host.HostFacts;

/// One question about the machine. Asking changes nothing.
public interface Probe {
    /// What is asked about, a few words.
    String name();

    /// Why it is asked: what goes wrong otherwise, with the place where that is documented.
    String because();

    /// Whether the answer matters to a cluster of that kind.
    ///
    /// @param kind never [ClusterKind#AUTO]
    default boolean matters(ClusterKind kind) {
        return true;
    }

    /// The answer.
    ///
    /// @param kind the cluster that is planned, never [ClusterKind#AUTO]
    ProbeResult judge(HostFacts facts, Settings settings, ClusterKind kind);
}
