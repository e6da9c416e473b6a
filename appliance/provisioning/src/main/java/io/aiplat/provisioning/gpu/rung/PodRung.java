package io.aiplat.provisioning.gpu.rung;

import io.aiplat.provisioning.gpu.GpuEvidence;
import io.aiplat.provisioning.gpu.LadderProblems;
import io.aiplat.provisioning.gpu.Rung;
import io.aiplat.provisioning.gpu.RungResult;
import java.util.Optional;

/// A pod with the class opens the devices.
final class PodRung implements Rung {
    @Override
    public String name() {
        return "pod";
    }

    @Override
    public String about() {
        return "a pod opens the device";
    }

    @Override
    public boolean slow() {
        return true;
    }

    @Override
    public RungResult look(GpuEvidence evidence) {
        Optional<String> not = Unasked.ofCluster(evidence.place());
        if (not.isPresent()) {
            return new RungResult.Skipped(not.get());
        }
        if (Unasked.ofEngine(evidence.place()).isPresent()) {
            return new RungResult.Skipped(
                    "no image that could try it is in the node; one comes with Ollama in the cluster");
        }
        GpuEvidence.OpenedDevices opened = evidence.openInPod();
        if (!opened.ran()) {
            return new RungResult.Broken(LadderProblems.podNotRun(opened.why()));
        }
        return opened.failed().isEmpty()
                ? new RungResult.Holds("opened " + String.join(", ", opened.opened()))
                : new RungResult.Broken(LadderProblems.podCannotOpen(opened.failed()));
    }
}
