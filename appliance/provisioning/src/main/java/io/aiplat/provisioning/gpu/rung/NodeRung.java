package io.aiplat.provisioning.gpu.rung;

import io.aiplat.cluster.gpu.NodeGpus;
import io.aiplat.model.host.DeviceNode;
import io.aiplat.model.host.GpuDriver;
import io.aiplat.provisioning.gpu.GpuEvidence;
import io.aiplat.provisioning.gpu.LadderProblems;
import io.aiplat.provisioning.gpu.Rung;
import io.aiplat.provisioning.gpu.RungResult;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The node has the devices and the libraries, of the driver that this machine has now.
final class NodeRung implements Rung {
    @Override
    public String name() {
        return "node";
    }

    @Override
    public String about() {
        return "the node has devices and libraries";
    }

    @Override
    public RungResult look(GpuEvidence evidence) {
        Optional<String> not = Unasked.ofNode(evidence.place());
        if (not.isPresent()) {
            return new RungResult.Skipped(not.get());
        }
        NodeGpus node = evidence.node();
        if (!node.known()) {
            return new RungResult.Skipped("the node cannot be looked into");
        }
        if (node.devices().isEmpty() && node.missing().isEmpty()) {
            return new RungResult.Broken(LadderProblems.nodeWithout());
        }
        GpuDriver driver = evidence.driver();
        String now = driver == null ? "" : driver.version();
        if (!node.driver().isEmpty() && !now.isEmpty() && !node.driver().equals(now)) {
            return new RungResult.Broken(LadderProblems.nodeOutdated(node.driver(), now));
        }
        // The handler is the next rung's.
        List<String> missing = node.missing().stream()
                .filter(sentence -> !sentence.contains("runtime handler"))
                .toList();
        return missing.isEmpty()
                ? new RungResult.Holds(
                        node.devices().stream().map(DeviceNode::path).collect(Collectors.joining(", "))
                                + (node.driver().isEmpty() ? "" : ", made for driver " + node.driver()))
                : new RungResult.Broken(LadderProblems.nodeIncomplete(missing));
    }
}
