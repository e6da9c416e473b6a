package io.aiplat.provisioning.gpu.rung;

import io.aiplat.model.ClusterKind;
import io.aiplat.provisioning.gpu.GpuEvidence;
import io.aiplat.provisioning.gpu.LadderProblems;
import io.aiplat.provisioning.gpu.Rung;
import io.aiplat.provisioning.gpu.RungResult;
import io.aiplat.provisioning.gpu.ServingPlace;

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
        ServingPlace place = evidence.place();
        if (place == null || place.cluster() == ClusterKind.NONE) {
            return new RungResult.Skipped(place == null ? "nothing is installed yet" : NodeRung.elsewhere(place));
        }
        if (!place.inPod()) {
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
