package io.aiplat.host.probe;

import io.aiplat.host.HostProblems;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.Settings;
import io.aiplat.model.host.ContainerEngineFacts;
import io.aiplat.model.host.HostFacts;

/// Probe of the container engine: whether there is one that can run a node.
final class ContainerEngineProbe implements Probe {
    @Override
    public String name() {
        return "container engine";
    }

    @Override
    public String because() {
        return "The node is a privileged Linux container; rootless engines lack the cgroup controllers it needs "
                + "(https://github.com/k3d-io/k3d/issues/1082).";
    }

    @Override
    public boolean matters(ClusterKind kind) {
        return kind == ClusterKind.DOCKER;
    }

    @Override
    public ProbeResult judge(HostFacts facts, Settings settings, ClusterKind kind) {
        return switch (facts.engine()) {
            case ContainerEngineFacts.Unusable(var problem) -> new ProbeResult.Refuse(problem);
            case ContainerEngineFacts.Answers answers -> judge(answers);
        };
    }

    private static ProbeResult judge(ContainerEngineFacts.Answers engine) {
        if (!engine.osType().equals("linux")) {
            return new ProbeResult.Refuse(HostProblems.engineForWindows(engine.endpoint()));
        }
        if (engine.rootless()) {
            return new ProbeResult.Refuse(HostProblems.engineRootless(engine.endpoint()));
        }
        return new ProbeResult.Pass("version " + engine.version() + " at " + engine.endpoint());
    }
}
