package io.aiplat.host.probe;

import io.aiplat.host.HostProblems;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.Settings;
import io.aiplat.model.host.ContainerEngineFacts;
import io.aiplat.model.host.HostFacts;

/// Whether engine and machine agree on the time.
final class ClockProbe implements Probe {
    private static final long SLACK_SECONDS = 60;

    @Override
    public String name() {
        return "clock";
    }

    @Override
    public String because() {
        return "A virtual machine's clock stands still while the laptop sleeps, and a certificate made by it is then "
                + "not yet valid for us (https://github.com/docker/for-win/issues/4526).";
    }

    @Override
    public boolean matters(ClusterKind kind) {
        return kind == ClusterKind.DOCKER;
    }

    @Override
    public ProbeResult judge(HostFacts facts, Settings settings, ClusterKind kind) {
        return switch (facts.engine()) {
            case ContainerEngineFacts.Unusable _ -> new ProbeResult.Pass("no engine to compare with");
            case ContainerEngineFacts.Answers answers ->
                Math.abs(answers.clockSkewSeconds()) > SLACK_SECONDS
                        ? new ProbeResult.Refuse(HostProblems.clockSkew(answers.clockSkewSeconds()))
                        : new ProbeResult.Pass("the engine's differs by " + answers.clockSkewSeconds() + " s");
        };
    }
}
