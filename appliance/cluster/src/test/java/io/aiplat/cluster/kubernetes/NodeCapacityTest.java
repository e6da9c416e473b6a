package io.aiplat.cluster.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aiplat.model.Settings;
import io.fabric8.kubernetes.api.model.LimitRange;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// How much memory a pod gets in a cluster of others.
class NodeCapacityTest {
    private static final long GIB = 1L << 30;

    private static Node node(String name, String memory, String taints) {
        return Serialization.unmarshal("""
                metadata: {name: %s, labels: {pool: %s}}
                spec: {taints: [%s]}
                status: {allocatable: {memory: %s}}
                """.formatted(name, name, taints, memory), Node.class);
    }

    private static Pod pod(String node, String request, String app) {
        return Serialization.unmarshal("""
                metadata: {name: p, namespace: team, labels: {app: %s}}
                spec:
                  nodeName: %s
                  containers: [{name: c, resources: {requests: {memory: %s}, limits: {memory: %s}}}]
                """.formatted(app, node, request, request), Pod.class);
    }

    private static Deployment ours(String limit) {
        return Serialization.unmarshal("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: ollama, namespace: team}
                spec:
                  selector: {matchLabels: {app: ollama}}
                  template: {spec: {containers: [{name: ollama, resources: {limits: {memory: %s}}}]}}
                """.formatted(limit), Deployment.class);
    }

    private static long memory(List<Node> nodes, List<Pod> pods) {
        return new NodeCapacity(nodes, Optional.of(pods), List.of(), List.of(), null).memory(Settings.Pod.USUAL, 0);
    }

    @Test
    void theNodeWithMostToSpareCountsAndNotTheLargest() {
        List<Node> nodes = List.of(node("large", "32Gi", ""), node("small", "12Gi", ""));
        assertEquals(10 * GIB, memory(nodes, List.of(pod("large", "28Gi", "db"), pod("small", "1500Mi", "web"))));
    }

    @Test
    void aNodeThatTakesNoSuchPodDoesNotCount() {
        Node tainted = node("db", "64Gi", "{key: dedicated, value: db, effect: NoSchedule}");
        Node plain = node("plain", "8Gi", "{key: x, effect: PreferNoSchedule}");
        List<Node> nodes = List.of(tainted, plain);
        assertEquals(8 * GIB, memory(nodes, List.of()));
        NodeCapacity room = new NodeCapacity(nodes, Optional.of(List.of()), List.of(), List.of(), null);
        for (String toleration : List.of("dedicated=db:NoSchedule", "dedicated:NoSchedule", "dedicated", "*")) {
            assertEquals(64 * GIB, room.memory(asking(List.of(toleration), Map.of()), 0), toleration);
        }
        assertEquals(8 * GIB, room.memory(asking(List.of("dedicated=web"), Map.of()), 0));
        assertEquals(8 * GIB, room.memory(asking(List.of("*"), Map.of("pool", "plain")), 0));
        assertEquals(0, room.memory(asking(List.of("*"), Map.of()), 1), "no node has a GPU");
    }

    private static Settings.Pod asking(List<String> tolerations, Map<String, String> labels) {
        return new Settings.Pod(0, 0, 0, null, tolerations, labels, List.of());
    }

    @Test
    void whatWasChosenStaysWhileItFits() {
        List<Node> nodes = List.of(node("n", "16Gi", ""));
        List<Pod> pods = List.of(pod("n", "3Gi", "ollama"), pod("n", "2Gi", "web"));
        assertEquals(12 * GIB, chosen(nodes, pods, "12Gi"), "our own pod is no neighbour");
        assertEquals(14 * GIB, chosen(nodes, pods, "22548578304"), "of a machine that was larger than the node");
        assertEquals(14 * GIB, chosen(nodes, pods, "2Gi"), "of one that was smaller");
    }

    private static long chosen(List<Node> nodes, List<Pod> pods, String limit) {
        return new NodeCapacity(nodes, Optional.of(pods), List.of(), List.of(), ours(limit))
                .memory(Settings.Pod.USUAL, 0);
    }

    @Test
    void theNamespaceMayAllowLess() {
        LimitRange range = Serialization.unmarshal("""
                spec:
                  limits:
                    - {type: Container, max: {memory: 4Gi}}
                    - {type: PersistentVolumeClaim, max: {storage: 1Gi}}
                """, LimitRange.class);
        ResourceQuota quota = Serialization.unmarshal(
                "status: {hard: {limits.memory: 8Gi}, used: {limits.memory: 5Gi}}", ResourceQuota.class);
        List<Node> nodes = List.of(node("n", "16Gi", ""));
        assertEquals(
                4 * GIB,
                new NodeCapacity(nodes, Optional.of(List.of()), List.of(range), List.of(), null)
                        .memory(Settings.Pod.USUAL, 0));
        assertEquals(
                3 * GIB,
                new NodeCapacity(nodes, Optional.of(List.of()), List.of(range), List.of(quota), null)
                        .memory(Settings.Pod.USUAL, 0));
    }

    @Test
    void whoMayNotLookKnowsLittle() {
        assertEquals(
                8 * GIB,
                new NodeCapacity(List.of(node("n", "16Gi", "")), Optional.empty(), List.of(), List.of(), null)
                        .memory(Settings.Pod.USUAL, 0));
        assertEquals(
                0,
                new NodeCapacity(List.of(), Optional.empty(), List.of(), List.of(), null)
                        .memory(Settings.Pod.USUAL, 0));
    }
}
