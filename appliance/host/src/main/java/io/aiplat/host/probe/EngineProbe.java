package io.aiplat.host.probe;

import io.aiplat.host.HostProblems;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.EngineFacts;
import io.aiplat.model.HostFacts;
import io.aiplat.model.Settings;

/// Whether there is a container engine that can run a node.
final class EngineProbe implements Probe {
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
    public Verdict judge(HostFacts facts, Settings settings, ClusterKind kind) {
        return switch (facts.engine()) {
            case EngineFacts.Unusable(var problem) -> new Verdict.Refuse(problem);
            case EngineFacts.Answers answers -> judge(answers);
        };
    }

    private static Verdict judge(EngineFacts.Answers engine) {
        if (!engine.osType().equals("linux")) {
            return new Verdict.Refuse(HostProblems.engineForWindows(engine.endpoint()));
        }
        if (engine.rootless()) {
            return new Verdict.Refuse(HostProblems.engineRootless(engine.endpoint()));
        }
        return new Verdict.Pass("version " + engine.version() + " at " + engine.endpoint());
    }
}
