package io.aiplat.cluster.kubernetes;

import io.aiplat.cluster.manifest.Tolerations;
import io.aiplat.model.Problem;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetCondition;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Failure detection: what keeps a pod from being made, placed or started until a person does something, told from
/// what comes by itself; pure.
final class PodFailureDetector {
    /// Of an autoscaler that makes a node for the pod.
    private static final Set<String> NODE_COMES = Set.of("TriggeredScaleUp", "Nominated", "ProvisioningRequestPending");

    /// Taints that the cluster sets and removes by itself.
    private static final String PASSING = "node.kubernetes.io/";
    private static final String CORDONED = "node.kubernetes.io/unschedulable";
    private static final String STARTING = "node.cloudprovider.kubernetes.io/";

    /// Of a large cluster some dozen say as much as all.
    private static final int MOST_TAINTS = 12;

    private static final String UNBOUND = "unbound immediate PersistentVolumeClaims";

    private static final Set<String> NOT_CREATED = Set.of("CreateContainerConfigError", "CreateContainerError");

    private PodFailureDetector() {}

    /// Why no pod is made: a quota, a limit range, an admission policy.
    static Optional<Problem> pods(String workload, List<ReplicaSet> sets) {
        // One that was scaled down keeps the words of its last try for a moment.
        return sets.stream()
                .filter(set ->
                        Objects.requireNonNullElse(set.getSpec().getReplicas(), 1) > 0 && set.getStatus() != null)
                .flatMap(set -> set.getStatus().getConditions().stream())
                .filter(PodFailureDetector::failed)
                .findFirst()
                .map(condition -> ClusterProblems.podNotAdmitted(
                        "a pod of " + workload, Objects.requireNonNullElse(condition.getMessage(), "")));
    }

    static boolean failed(ReplicaSetCondition condition) {
        return "ReplicaFailure".equals(condition.getType()) && "True".equals(condition.getStatus());
    }

    /// Why a pod is not placed or started.
    ///
    /// @param events of its namespace
    /// @param nodes  asked for only where taints are in the way; empty where they may not be looked at
    static Optional<Problem> pod(Pod pod, List<Event> events, Supplier<List<Node>> nodes) {
        return notPlaced(pod, events, nodes).or(() -> notCreated(pod));
    }

    private static Optional<Problem> notPlaced(Pod pod, List<Event> events, Supplier<List<Node>> nodes) {
        String scheduler = pod.getStatus().getConditions().stream()
                .filter(condition -> "PodScheduled".equals(condition.getType())
                        && "False".equals(condition.getStatus())
                        && "Unschedulable".equals(condition.getReason()))
                .map(PodCondition::getMessage)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("");
        // Since Kubernetes 1.34 the scheduler says that there are taints, and not which.
        String said = scheduler.contains("untolerated taint(s)") ? scheduler + taints(nodes.get()) : scheduler;
        if (said.isEmpty() || passes(said) || nodeComes(pod, events)) {
            return Optional.empty();
        }
        Optional<String> claim = VolumeClaims.trouble(pod, events);
        if (claim.isPresent()) {
            return Optional.of(ClusterProblems.claimNotBound(WorkloadDiagnosis.name(pod), claim.get()));
        }
        return said.contains(UNBOUND)
                ? Optional.empty()
                : Optional.of(ClusterProblems.podNotPlaced(WorkloadDiagnosis.name(pod), said));
    }

    private static String taints(List<Node> nodes) {
        return nodes.stream()
                .filter(node -> node.getSpec() != null && node.getSpec().getTaints() != null)
                .flatMap(node -> node.getSpec().getTaints().stream()
                        .filter(taint -> Tolerations.keptOff(taint, List.of()))
                        .map(taint -> " " + node.getMetadata().getName() + " has the taint {" + taint.getKey() + ": "
                                + Objects.requireNonNullElse(taint.getValue(), "") + "}."))
                .distinct()
                .limit(MOST_TAINTS)
                .collect(Collectors.joining());
    }

    private static boolean passes(String said) {
        return said.contains(STARTING) || (said.contains(PASSING) && !said.contains(CORDONED));
    }

    private static boolean nodeComes(Pod pod, List<Event> events) {
        return events.stream()
                .anyMatch(event -> NODE_COMES.contains(Objects.requireNonNullElse(event.getReason(), ""))
                        && Objects.equals(
                                event.getInvolvedObject().getUid(),
                                pod.getMetadata().getUid()));
    }

    private static Optional<Problem> notCreated(Pod pod) {
        return pod.getStatus().getContainerStatuses().stream()
                .flatMap(PodFailureDetector::waiting)
                .filter(waiting -> NOT_CREATED.contains(Objects.requireNonNullElse(waiting.getReason(), "")))
                .findFirst()
                .map(waiting -> ClusterProblems.containerNotCreated(
                        WorkloadDiagnosis.name(pod), waiting.getReason() + ": " + waiting.getMessage()));
    }

    private static Stream<ContainerStateWaiting> waiting(ContainerStatus container) {
        return container.getState() == null || container.getState().getWaiting() == null
                ? Stream.empty()
                : Stream.of(container.getState().getWaiting());
    }
}
