package io.aiplat.cluster;

import io.aiplat.cluster.kubernetes.KubernetesApi;
import io.aiplat.cluster.kubernetes.Workload;
import io.aiplat.cluster.kubernetes.WorkloadDiagnosis;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Readiness;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerImage;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Health check of a cluster from outside: its nodes, the pod of a workload, its image, the disk under it and the
/// certificates. It only looks, and what a login may not see it passes over.
public final class ClusterHealth {
    /// Kubelets list no more images than that, the largest first.
    private static final int IMAGES_LISTED = 50;

    private static final long GIB = 1L << 30;
    private static final long DISK_TIGHT = 2 * GIB;
    private static final Duration EXPIRY_NEAR = Duration.ofDays(30);

    private final KubernetesApi kube;
    private final KubernetesClient client;
    private final String namespace;
    private final String workload;

    /// What was seen of one thing.
    ///
    /// @param about a word: `node`, `pod`, `image`, `disk of the node`, `certificate`
    /// @param well  whether all is well with it, or nothing is known
    /// @param saw   what was seen, without a full stop
    public record HealthFinding(String about, boolean well, String saw) {}

    /// Looks at nothing yet.
    ///
    /// @param workload `Deployment/name`, `StatefulSet/name` or `DaemonSet/name`
    public ClusterHealth(KubernetesApi kube, String namespace, String workload) {
        this.kube = kube;
        this.client = kube.client();
        this.namespace = namespace;
        this.workload = workload;
    }

    /// Looks at each, in this order.
    ///
    /// @throws ApplianceException if the cluster does not answer
    public List<HealthFinding> findings() {
        List<Node> nodes = seen(() -> client.nodes().list().getItems()).orElse(List.of());
        Optional<Pod> pod = kube.call("read " + workload, () -> newest());
        return List.of(node(nodes), pod(), image(nodes, pod), disk(nodes, pod), certificate());
    }

    private Optional<Pod> newest() {
        Workload found = Workload.find(client, namespace, workload);
        return found.missing().isPresent()
                ? Optional.empty()
                : client.pods().inNamespace(namespace).withLabels(found.selector()).list().getItems().stream()
                        .max(WorkloadDiagnosis.NEWEST_LAST);
    }

    /// Refused to a login that is limited to a namespace, which is no illness.
    private static <T> Optional<T> seen(Supplier<T> look) {
        try {
            return Optional.ofNullable(look.get());
        } catch (KubernetesClientException _) {
            return Optional.empty();
        }
    }

    static HealthFinding node(List<Node> nodes) {
        if (nodes.isEmpty()) {
            return new HealthFinding("node", true, "not known: this login may not look at nodes");
        }
        String pressed = nodes.stream()
                .flatMap(node -> node.getStatus().getConditions().stream()
                        .filter(condition ->
                                condition.getType().endsWith("Pressure") && "True".equals(condition.getStatus()))
                        .map(NodeCondition::getType)
                        .map(type -> node.getMetadata().getName() + ": " + type))
                .collect(Collectors.joining(", "));
        if (!pressed.isEmpty()) {
            return new HealthFinding("node", false, pressed);
        }
        return switch (WorkloadDiagnosis.nodes(nodes, Instant.EPOCH)) {
            case Readiness.Ready _ ->
                new HealthFinding("node", true, nodes.size() == 1 ? "Ready" : nodes.size() + " Ready");
            case Readiness.NotYet(var reason) -> new HealthFinding("node", false, reason);
            case Readiness.Never(var problem) -> new HealthFinding("node", false, problem.what());
        };
    }

    private HealthFinding pod() {
        String line = kube.podLine(namespace, workload).orElse("there is none of " + workload);
        return switch (kube.workloadReady(namespace, workload)) {
            case Readiness.Ready _ -> new HealthFinding("pod", !line.contains(WorkloadDiagnosis.OUT_OF_MEMORY), line);
            case Readiness.NotYet(var reason) -> new HealthFinding("pod", false, reason);
            case Readiness.Never(var problem) -> new HealthFinding("pod", false, problem.what() + ": " + problem.why());
        };
    }

    static HealthFinding image(List<Node> nodes, Optional<Pod> pod) {
        if (pod.isEmpty() || nodes.isEmpty()) {
            return new HealthFinding("image", true, "not known");
        }
        Container container = pod.get().getSpec().getContainers().getFirst();
        String image = container.getImage();
        List<ContainerImage> there = nodes.stream()
                .filter(node -> on(node, pod.get()))
                .flatMap(node -> node.getStatus().getImages().stream())
                .toList();
        // One whose name another has taken has none.
        boolean has = there.stream()
                .flatMap(one -> one.getNames() == null ? Stream.empty() : one.getNames().stream())
                .anyMatch(name -> name.equals(image) || name.endsWith("/" + image));
        if (has) {
            return new HealthFinding("image", true, "the node has " + image);
        }
        boolean lost = "Never".equals(container.getImagePullPolicy()) && there.size() < IMAGES_LISTED;
        return new HealthFinding(
                "image",
                !lost,
                lost
                        ? "the node has lost " + image + ", which no registry gives it; aiplat copies it again"
                        : image + " is not among those the node tells of; it is pulled when it is needed");
    }

    private static boolean on(Node node, Pod pod) {
        String name = pod.getSpec().getNodeName();
        return name == null || name.equals(node.getMetadata().getName());
    }

    private HealthFinding disk(List<Node> nodes, Optional<Pod> pod) {
        String about = "disk of the node";
        Optional<Node> node = nodes.stream()
                .filter(one -> pod.isEmpty() || on(one, pod.get()))
                .findFirst();
        OptionalLong free = node.flatMap(one -> seen(
                        () -> client.raw("/api/v1/nodes/" + one.getMetadata().getName() + "/proxy/stats/summary")))
                .map(ClusterHealth::free)
                .orElse(OptionalLong.empty());
        if (free.isEmpty()) {
            return new HealthFinding(about, true, "not known: this login may not look at it");
        }
        long tenths = free.getAsLong() * 10 / GIB;
        return new HealthFinding(about, free.getAsLong() >= DISK_TIGHT, tenths / 10 + "." + tenths % 10 + " GiB free");
    }

    /// Reads a kubelet's summary.
    static OptionalLong free(String summary) {
        Map<?, ?> all = Serialization.unmarshal(summary, Map.class);
        return all.get("node") instanceof Map<?, ?> node
                        && node.get("fs") instanceof Map<?, ?> fs
                        && fs.get("availableBytes") instanceof Number available
                ? OptionalLong.of(available.longValue())
                : OptionalLong.empty();
    }

    private HealthFinding certificate() {
        Optional<Instant> end = Certificates.firstEnd(client.getConfiguration());
        return end.map(at -> expiry(at, Instant.now()))
                .orElseGet(() -> new HealthFinding("certificate", true, "there is none that could expire"));
    }

    static HealthFinding expiry(Instant end, Instant now) {
        Duration left = Duration.between(now, end);
        String when = Objects.toString(end).substring(0, 10);
        if (left.isNegative()) {
            return new HealthFinding(
                    "certificate", false, "one expired on " + when + "; k3s makes new ones when it starts");
        }
        return new HealthFinding(
                "certificate",
                left.compareTo(EXPIRY_NEAR) > 0,
                "the first expires on " + when + ", in " + left.toDays() + " days"
                        + (left.compareTo(EXPIRY_NEAR) > 0 ? "" : "; k3s makes new ones when it starts"));
    }
}
