package io.aiplat.host.probe;

import io.aiplat.host.HostProblems;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.Settings;
import io.aiplat.model.host.HostFacts;

/// Whether there is memory for what will run.
final class MemoryProbe implements Probe {
    @Override
    public String name() {
        return "memory";
    }

    @Override
    public String because() {
        return "A k3s server with a small workload takes about 1.6 GiB "
                + "(https://docs.k3s.io/reference/resource-profiling), and models take what they weigh.";
    }

    @Override
    public ProbeResult judge(HostFacts facts, Settings settings, ClusterKind kind) {
        long free = facts.memoryFreeBytes();
        if (free < needed(kind)) {
            return new ProbeResult.Refuse(HostProblems.memoryShort(free, needed(kind)));
        }
        return free < wanted(kind)
                ? new ProbeResult.Warn(HostProblems.memoryTight(free, wanted(kind)))
                : new ProbeResult.Pass(Sizes.gibibytes(free) + " free");
    }

    private static long needed(ClusterKind kind) {
        return switch (kind) {
            case DOCKER, NATIVE -> 3 * Sizes.GIBIBYTE / 2;
            case NONE -> 512 * Sizes.MEBIBYTE;
            case EXISTING, AUTO -> 256 * Sizes.MEBIBYTE;
        };
    }

    private static long wanted(ClusterKind kind) {
        return switch (kind) {
            case DOCKER, NATIVE -> 4 * Sizes.GIBIBYTE;
            case NONE -> 2 * Sizes.GIBIBYTE;
            case EXISTING, AUTO -> 512 * Sizes.MEBIBYTE;
        };
    }
}
