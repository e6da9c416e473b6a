package io.aiplat.host.probe;

import io.aiplat.host.HostProblems;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.EngineFacts;
import io.aiplat.model.HostFacts;
import io.aiplat.model.Settings;

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
    public Verdict judge(HostFacts facts, Settings settings, ClusterKind kind) {
        return switch (facts.engine()) {
            case EngineFacts.Unusable _ -> new Verdict.Pass("no engine to compare with");
            case EngineFacts.Answers answers ->
                Math.abs(answers.clockSkewSeconds()) > SLACK_SECONDS
                        ? new Verdict.Refuse(HostProblems.clockSkew(answers.clockSkewSeconds()))
                        : new Verdict.Pass("the engine's differs by " + answers.clockSkewSeconds() + " s");
        };
    }
}
