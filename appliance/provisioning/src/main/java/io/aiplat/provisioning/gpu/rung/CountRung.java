package io.aiplat.provisioning.gpu.rung;

import io.aiplat.model.ClusterKind;
import io.aiplat.provisioning.gpu.GpuEvidence;
import io.aiplat.provisioning.gpu.LadderProblems;
import io.aiplat.provisioning.gpu.Rung;
import io.aiplat.provisioning.gpu.RungResult;
import io.aiplat.provisioning.gpu.ServingPlace;

/// The node counts its GPUs, where anybody needs them counted.
final class CountRung implements Rung {
    @Override
    public String name() {
        return "count";
    }

    @Override
    public String about() {
        return "the node counts its GPUs";
    }

    @Override
    public RungResult look(GpuEvidence evidence) {
        ServingPlace place = evidence.place();
        if (place == null || place.cluster() == ClusterKind.NONE) {
            return new RungResult.Skipped(place == null ? "nothing is installed yet" : NodeRung.elsewhere(place));
        }
        GpuEvidence.GpuCount count = evidence.count();
        if (count.allocatable() > 0) {
            return new RungResult.Holds("nvidia.com/gpu: " + count.allocatable());
        }
        return count.wanted()
                ? new RungResult.Broken(LadderProblems.noneCounted())
                : new RungResult.Skipped("nobody asks for nvidia.com/gpu; Ollama needs the class only");
    }
}
