package io.aiplat.operator.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NodeRoomTest {
    private static Node node(String name, String cpu, String memory) {
        return new NodeBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewStatus()
                .withAllocatable(Map.of("cpu", new Quantity(cpu), "memory", new Quantity(memory)))
                .endStatus()
                .build();
    }

    private static ResourceRequirements requests(String cpu, String memory) {
        return new ResourceRequirementsBuilder()
                .withRequests(Map.of("cpu", new Quantity(cpu), "memory", new Quantity(memory)))
                .build();
    }

    private static Pod pod(String node, String name, String cpu) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withNodeName(node)
                .addNewContainer()
                .withResources(requests(cpu, "0"))
                .endContainer()
                .endSpec()
                .build();
    }

    private static NodeRoom.Fit fit(NodeRoom room, ResourceRequirements wanted, int replicas) {
        return room.fit(wanted, replicas, pod -> pod.getMetadata().getName().equals("own"), null);
    }

    @Test
    void whatFitsIsLeftAsItIs() {
        NodeRoom room = new NodeRoom(List.of(node("a", "4", "8Gi")), List.of(pod("a", "own", "4")));
        assertEquals(new NodeRoom.Fit(requests("1", "2Gi"), List.of()), fit(room, requests("1", "2Gi"), 3));
    }

    @Test
    void whatDoesNotFitIsMadeAsLargeAsAllCopiesFit() {
        NodeRoom room = new NodeRoom(List.of(node("a", "2", "8Gi")), List.of(pod("a", "dns", "200m")));
        NodeRoom.Fit fit = fit(room, requests("1", "4Gi"), 3);
        assertEquals(requests("600m", "2730Mi"), fit.resources());
        assertEquals(
                List.of(
                        "Each copy was to have 1 of cpu; the nodes have room for 3 with 600m, which is what is"
                                + " requested.",
                        "Each copy was to have 4Gi of memory; the nodes have room for 3 with 2730Mi, which is what is"
                                + " requested."),
                fit.notes());
    }

    @Test
    void aCopyIsOnOneNode() {
        NodeRoom room = new NodeRoom(List.of(node("a", "3", "8Gi"), node("b", "2", "8Gi")), List.of());
        assertEquals(
                requests("1500m", "1Gi"), fit(room, requests("2", "1Gi"), 3).resources());
    }

    @Test
    void aLimitAloneIsARequest() {
        NodeRoom room = new NodeRoom(List.of(node("a", "2", "8Gi")), List.of());
        ResourceRequirements limited = new ResourceRequirementsBuilder()
                .withLimits(Map.of("cpu", new Quantity("4")))
                .build();
        assertEquals(
                Map.of("cpu", new Quantity("2000m")),
                fit(room, limited, 1).resources().getRequests());
    }

    @Test
    void whatWasGivenStaysWhileItFits() {
        NodeRoom room = new NodeRoom(List.of(node("a", "2", "8Gi")), List.of());
        ResourceRequirements wanted = requests("4", "1Gi");
        assertEquals(
                requests("1500m", "1Gi"),
                room.fit(wanted, 1, _ -> false, requests("1500m", "1Gi")).resources());
        assertEquals(
                requests("2000m", "1Gi"),
                room.fit(wanted, 1, _ -> false, requests("500m", "1Gi")).resources(),
                "there is room for much more now");
    }
}
