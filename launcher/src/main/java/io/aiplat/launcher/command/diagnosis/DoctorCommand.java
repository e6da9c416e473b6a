package io.aiplat.launcher.command.diagnosis;

import io.aiplat.host.probe.Finding;
import io.aiplat.host.survey.NetworkEgress;
import io.aiplat.launcher.command.cluster.ClusterProbe;
import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.launcher.command.lifecycle.UpRun;
import io.aiplat.launcher.render.ClimbText;
import io.aiplat.launcher.render.Diagnosis;
import io.aiplat.launcher.wiring.GpuWiring;
import io.aiplat.launcher.wiring.InstallScope;
import io.aiplat.model.ExitCode;
import io.aiplat.provisioning.gpu.GpuLadder;
import io.aiplat.provisioning.gpu.rung.Rungs;
import io.aiplat.provisioning.run.Up;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `aiplat doctor`: looks as `up` looks, and tells all that was seen instead of acting on it.
@Command(
        name = "doctor",
        description = {
            "Say what this machine is, whether `up` would work, and how well what runs serves; changes nothing.",
            "With --airgap: whether anything would leave it, or does.",
            "With --gpu: whether models compute on its GPU, and what is the first thing that keeps them from it; --fix"
                    + " mends what can do no harm.",
            "Exit status: 0 it would (or nothing does), 4 something stands in the way (or does)."
        })
public final class DoctorCommand implements Callable<Integer> {
    private final Invocation invocation;

    @Option(names = "--airgap", description = "say instead what would leave this machine, and count what does")
    private boolean airgap;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "10",
            description = "with --airgap, how long packets are counted (default: 10)")
    private int seconds;

    @Option(names = "--gpu", description = "say instead, from the card up to tokens of a model, what of it works")
    private boolean gpu;

    @Option(names = "--fix", description = "with --gpu, mend what can do no harm, such as a missing device node")
    private boolean fix;

    public DoctorCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (airgap) {
            return airgap();
        }
        if (gpu) {
            return gpu();
        }
        try (InstallScope scope = new InstallScope(invocation.surroundings(), invocation.settings())) {
            List<Finding> findings = new ArrayList<>();
            // Where the planner asks what stands in the way, it says which cluster it decided on and leaves out of the
            // facts what is ours: the very questions of `up`, so the very answers.
            Up up = scope.up((settings, host, cluster, engine) -> {
                findings.addAll(scope.probes().judge(host, settings, cluster));
                findings.add(new RunningProbe(invocation.home()).finding(host, settings, cluster));
                return scope.preflight().refusals(settings, host, cluster, engine);
            });
            Up.Look look = up.look(UpRun.stateBefore(scope));
            findings.addAll(ClusterProbe.findings(scope));
            findings.addAll(ServingChecks.of(invocation.home()));
            Diagnosis diagnosis = new Diagnosis(look.host(), look.planned(), findings);
            invocation.output().value(diagnosis.toJson(), diagnosis.toText());
            return (diagnosis.healthy() ? ExitCode.OK : ExitCode.HOST).status();
        }
    }

    private int gpu() {
        try (InstallScope scope = new InstallScope(invocation.surroundings(), invocation.settings());
                GpuWiring wiring = new GpuWiring(scope)) {
            GpuLadder ladder = new GpuLadder(Rungs.all());
            GpuLadder.Climb climb = ladder.climb(wiring.evidence(), fix, rung -> {
                if (rung.slow()) {
                    invocation.output().note("looking whether " + rung.about());
                }
            });
            invocation.output().value(ClimbText.json(climb), ClimbText.text(climb));
            return (climb.problem().isEmpty() ? ExitCode.OK : ExitCode.HOST).status();
        }
    }

    private int airgap() throws InterruptedException {
        try (InstallScope scope = new InstallScope(invocation.surroundings(), invocation.settings())) {
            Up.Look look = scope.up().look(UpRun.stateBefore(scope));
            invocation.output().note("counting packets for " + seconds + " s");
            AirgapCheck check = new AirgapCheck()
                    .settings(invocation.settings())
                    .plan(look.planned())
                    .routes(scope.routes().read())
                    .machine(new NetworkEgress(Path.of("/")), Duration.ofSeconds(seconds));
            invocation.output().value(check.toJson(), check.toText());
            return (check.isTight() ? ExitCode.OK : ExitCode.HOST).status();
        }
    }
}
