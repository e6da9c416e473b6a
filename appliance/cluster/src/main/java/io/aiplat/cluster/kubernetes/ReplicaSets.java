package io.aiplat.cluster.kubernetes;

import io.aiplat.model.Problem;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The replica sets of a deployment: what it makes its pods with, and where it is said why it makes none.
final class ReplicaSets {
    private static final String TRIED = "aiplat.io/tried";

    private ReplicaSets() {}

    /// Why no pod is made, where that is said and may be read.
    static Optional<Problem> stuck(KubernetesClient client, String namespace, Workload workload) {
        return PodFailureDetector.pods(workload.name(), of(client, namespace, workload));
    }

    /// Has pods tried again that were refused. The controller waits longer each time, up to a quarter of an hour,
    /// and does not learn that a quota has been raised; a change of the set makes it look at once.
    ///
    /// @return whether there was a refusal
    static boolean tryAgain(KubernetesClient client, String namespace, Workload workload) {
        List<ReplicaSet> refused = of(client, namespace, workload).stream()
                .filter(set -> set.getStatus() != null
                        && set.getStatus().getConditions().stream().anyMatch(PodFailureDetector::failed))
                .toList();
        refused.forEach(set -> client.resource(set)
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"metadata\":{\"annotations\":{\"" + TRIED + "\":\"" + Instant.now() + "\"}}}"));
        return !refused.isEmpty();
    }

    private static List<ReplicaSet> of(KubernetesClient client, String namespace, Workload workload) {
        if (workload.missing().isPresent() || workload.selector().isEmpty()) {
            return List.of();
        }
        try {
            return client.apps()
                    .replicaSets()
                    .inNamespace(namespace)
                    .withLabels(workload.selector())
                    .list()
                    .getItems();
        } catch (KubernetesClientException e) {
            if (e.getCode() == 403) {
                // Who may not read them waits, and is told how many pods there are.
                return List.of();
            }
            throw e;
        }
    }
}
