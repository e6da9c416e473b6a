package io.aiplat.provisioning.gpu.rung;

import io.aiplat.provisioning.gpu.GpuEvidence;
import io.aiplat.provisioning.gpu.LadderProblems;
import io.aiplat.provisioning.gpu.Rung;
import io.aiplat.provisioning.gpu.RungResult;
import java.util.Optional;

/// Containerd knows the handler `nvidia`, and Kubernetes the class that leads to it.
final class HandlerRung implements Rung {
    private static final String HANDLER = "nvidia";

    @Override
    public String name() {
        return "handler";
    }

    @Override
    public String about() {
        return "the runtime handler and its class are known";
    }

    @Override
    public RungResult look(GpuEvidence evidence) {
        Optional<String> not = Unasked.ofCluster(evidence.place());
        if (not.isPresent()) {
            return new RungResult.Skipped(not.get());
        }
        boolean ours = Unasked.ofNode(evidence.place()).isEmpty();
        if (ours && evidence.node().known() && !evidence.node().handler()) {
            return new RungResult.Broken(LadderProblems.handlerMissing());
        }
        Optional<String> leadsTo = evidence.runtimeHandler();
        if (ours ? leadsTo.filter(HANDLER::equals).isEmpty() : leadsTo.isEmpty()) {
            return new RungResult.Broken(LadderProblems.runtimeClassMissing(leadsTo.orElse("")));
        }
        return new RungResult.Holds("RuntimeClass nvidia leads to the handler " + leadsTo.get());
    }
}
