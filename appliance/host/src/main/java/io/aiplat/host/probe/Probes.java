package io.aiplat.host.probe;

import io.aiplat.model.ClusterKind;
import io.aiplat.model.Problem;
import io.aiplat.model.Settings;
import io.aiplat.model.host.HostFacts;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// All probes.
public final class Probes {
    private final List<Probe> probes;

    private Probes(List<Probe> probes) {
        this.probes = List.copyOf(probes);
    }

    /// Those every machine is asked.
    ///
    /// @param root where the kernel's files are found, `/`
    public static Probes standard(Path root) {
        return new Probes(List.of(
                new HomeProbe(),
                new DiskProbe(),
                new MemoryProbe(),
                PortProbe.gateway(),
                PortProbe.api(),
                PortProbe.models(),
                new ContainerEngineProbe(),
                new ClockProbe(),
                new InotifyProbe(root),
                new DescriptorsProbe(root)));
    }

    /// Each of them, whether it matters or not.
    public List<Probe> all() {
        return probes;
    }

    /// What those say that matter to a cluster of that kind, in a fixed order.
    ///
    /// @param kind never [ClusterKind#AUTO]
    public List<Finding> judge(HostFacts facts, Settings settings, ClusterKind kind) {
        return probes.stream()
                .filter(probe -> probe.matters(kind))
                .map(probe -> new Finding(probe, probe.judge(facts, settings, kind)))
                .toList();
    }

    /// The problems that stand in the way of a cluster of that kind; empty if it can be had.
    ///
    /// @param kind never [ClusterKind#AUTO]
    public List<Problem> refusals(HostFacts facts, Settings settings, ClusterKind kind) {
        return judge(facts, settings, kind).stream()
                .flatMap(finding -> switch (finding.verdict()) {
                    case ProbeResult.Refuse(var problem) -> Stream.of(problem);
                    case ProbeResult.Warn _, ProbeResult.Pass _ -> Stream.<Problem>empty();
                })
                .toList();
    }
}
