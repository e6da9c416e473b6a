package io.aiplat.provisioning.gpu.rung;

import io.aiplat.provisioning.gpu.GpuEvidence;
import io.aiplat.provisioning.gpu.LadderProblems;
import io.aiplat.provisioning.gpu.Rung;
import io.aiplat.provisioning.gpu.RungResult;
import java.util.Optional;

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
        Optional<String> not = Unasked.ofCluster(evidence.place());
        if (not.isPresent()) {
            return new RungResult.Skipped(not.get());
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
