package io.aiplat.launcher.command.lifecycle;

import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.launcher.wiring.GpuWiring;
import io.aiplat.launcher.wiring.InstallScope;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.EngineKind;
import io.aiplat.model.GpuChoice;
import io.aiplat.model.host.HostFacts;
import io.aiplat.model.plan.ClusterStep;
import io.aiplat.model.plan.GpuHandover;
import io.aiplat.model.plan.PlanResult;
import io.aiplat.provisioning.gpu.GpuLadder;
import io.aiplat.provisioning.gpu.rung.Rungs;
import java.nio.file.Files;
import java.nio.file.Path;

/// Preparation of GPUs before `up`: a missing device node is made where that is allowed, for one that is missing now
/// is missing in the node for as long as that lives, and what else is broken on this machine is told before models
/// compute on processors because of it.
final class GpuPreparation {
    private static final Path LOADED = Path.of("/proc/driver/nvidia/version");
    private static final Path MEMORY = Path.of("/dev/nvidia-uvm");

    private final Invocation invocation;
    private final InstallScope scope;

    GpuPreparation(Invocation invocation, InstallScope scope) {
        this.invocation = invocation;
        this.scope = scope;
    }

    private boolean off() {
        return invocation.settings().gpus().mode() == GpuChoice.Mode.OFF;
    }

    /// Before the machine is looked at. Where there is no driver, or all is there, it costs a look at two files.
    void mend() {
        if (off() || !Files.exists(LOADED) || Files.exists(MEMORY)) {
            return;
        }
        climb(true).steps().stream()
                .map(GpuLadder.Step::mended)
                .filter(mended -> !mended.isEmpty())
                .forEach(invocation.output()::note);
    }

    /// Before a plan is carried out that has models compute on GPUs.
    void warn(HostFacts host, PlanResult.Plan plan) {
        if (!off() && host.gpuDriver() != null && wanted(plan)) {
            climb(false).problem().ifPresent(invocation.output()::warning);
        }
    }

    private static boolean wanted(PlanResult.Plan plan) {
        return plan.engine() == EngineKind.OLLAMA
                && (plan.cluster() == ClusterKind.NONE
                        || plan.steps().stream()
                                .anyMatch(step -> step instanceof ClusterStep.EnsureCluster(var cluster)
                                        && cluster.gpus().way() != GpuHandover.Way.NONE));
    }

    private GpuLadder.Climb climb(boolean fix) {
        try (GpuWiring wiring = new GpuWiring(scope)) {
            return new GpuLadder(Rungs.ofHost()).climb(wiring.ofMachine(), fix, _ -> {});
        }
    }
}
