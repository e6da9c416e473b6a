package io.aiplat.host.probe;

import io.aiplat.host.HostProblems;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.Settings;
import io.aiplat.model.host.HostFacts;

/// Whether there is room for what will be brought.
final class DiskProbe implements Probe {
    @Override
    public String name() {
        return "disk";
    }

    @Override
    public String because() {
        return "A full disk breaks a node in ways that look like anything else: pods are evicted, databases refuse "
                + "writes (https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction).";
    }

    @Override
    public ProbeResult judge(HostFacts facts, Settings settings, ClusterKind kind) {
        long needed = needed(kind);
        return facts.diskFreeBytes() < needed
                ? new ProbeResult.Refuse(HostProblems.diskShort(settings.home(), facts.diskFreeBytes(), needed))
                : new ProbeResult.Pass(Sizes.gibibytes(facts.diskFreeBytes()) + " free");
    }

    /// Node and model engine unpack to about 4 GiB; without them only models and logs take room.
    private static long needed(ClusterKind kind) {
        return switch (kind) {
            case DOCKER, NATIVE -> 5 * Sizes.GIBIBYTE;
            case NONE -> Sizes.GIBIBYTE;
            case EXISTING, AUTO -> 256 * Sizes.MEBIBYTE;
        };
    }
}
