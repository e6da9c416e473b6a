package io.aiplat.cluster.gpu;

import io.aiplat.cluster.kubernetes.KubernetesApi;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Optional;

/// Runtime handlers of a cluster's nodes, as kubelets have them from containerd
/// (https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/node-v1/, `status.runtimeHandlers`).
public final class RuntimeHandlers {
    private RuntimeHandlers() {}

    /// Whether every node has the handler; empty where they cannot be asked, or do not report handlers.
    public static Optional<Boolean> have(KubernetesApi kube, String handler) {
        try {
            List<Node> nodes = kube.client().nodes().list().getItems();
            boolean reported = !nodes.isEmpty()
                    && nodes.stream().noneMatch(node -> handlers(node).isEmpty());
            return reported
                    ? Optional.of(nodes.stream().allMatch(node -> handlers(node).contains(handler)))
                    : Optional.empty();
        } catch (KubernetesClientException _) {
            return Optional.empty();
        }
    }

    private static List<String> handlers(Node node) {
        var status = node.getStatus();
        return status == null || status.getRuntimeHandlers() == null
                ? List.of()
                : status.getRuntimeHandlers().stream()
                        .map(handler -> handler.getName() == null ? "" : handler.getName())
                        .toList();
    }
}
