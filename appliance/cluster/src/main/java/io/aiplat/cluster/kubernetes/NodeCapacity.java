package io.aiplat.cluster.kubernetes;

import io.aiplat.cluster.manifest.Tolerations;
import io.aiplat.model.Settings;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.LimitRange;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Capacity planning for one pod: how much memory it may have in a cluster whose nodes others use as well. Of each
/// node that would take it that is what the node has allocatable, less what other pods have requested; a
/// namespace's quotas and limit ranges may allow less. The arithmetic is that of the scheduler
/// (https://kubernetes.io/docs/concepts/scheduling-eviction/kube-scheduler/).
///
/// @param nodes  empty where they may not be listed
/// @param pods   of all namespaces; empty where they may not be listed
/// @param ranges of the namespace
/// @param quotas of the namespace
/// @param ours   what is there of ours already; null for nothing
record NodeCapacity(
        List<Node> nodes,
        Optional<List<Pod>> pods,
        List<LimitRange> ranges,
        List<ResourceQuota> quotas,
        @Nullable Deployment ours) {
    private static final String MEMORY = "memory";
    private static final String GPU = "nvidia.com/gpu";
    private static final long MIB = 1L << 20;
    private static final long GIB = 1L << 30;
    private static final long FINE_STEP = 64 * MIB;

    /// What little a server of models starts with.
    private static final long LEAST = 512 * MIB;

    /// Reads what there is to know, as far as this login may.
    static NodeCapacity read(KubernetesClient client, String namespace, String deployment) {
        return new NodeCapacity(
                nodes(client),
                allowed(() -> client.pods()
                        .inAnyNamespace()
                        .withoutField("status.phase", "Succeeded")
                        .withoutField("status.phase", "Failed")
                        .list()
                        .getItems()),
                allowed(() -> client.limitRanges().inNamespace(namespace).list().getItems())
                        .orElse(List.of()),
                allowed(() -> client.resourceQuotas()
                                .inNamespace(namespace)
                                .list()
                                .getItems())
                        .orElse(List.of()),
                client.apps()
                        .deployments()
                        .inNamespace(namespace)
                        .withName(deployment)
                        .get());
    }

    /// Empty where they may not be listed.
    static List<Node> nodes(KubernetesClient client) {
        return allowed(() -> client.nodes().list().getItems()).orElse(List.of());
    }

    private static <T> Optional<T> allowed(Supplier<T> look) {
        try {
            return Optional.of(look.get());
        } catch (KubernetesClientException e) {
            if (e.getCode() == 403) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /// Bytes that a pod may have; 0 where nothing says it. What was chosen before stays while it is not too much,
    /// and not less than half: a pod is not to be replaced because a neighbour came or went.
    ///
    /// @param gpus that a node must have
    long memory(Settings.Pod pod, int gpus) {
        long most = LongStream.concat(
                        ofNodes(pod, gpus),
                        Stream.concat(ofRanges(), ofQuotas()).mapToLong(Long::longValue))
                .min()
                .orElse(0);
        long before = ours == null ? 0 : limit(ours);
        return before > 0 && before <= most && before >= most / 2 ? before : rounded(most);
    }

    private static long rounded(long bytes) {
        return bytes >= 2 * GIB ? bytes / GIB * GIB : bytes / FINE_STEP * FINE_STEP;
    }

    /// The one with most to spare; never less than a pod needs to start, for then the scheduler says what is short.
    private LongStream ofNodes(Settings.Pod pod, int gpus) {
        List<Toleration> tolerations =
                pod.tolerations().stream().map(Tolerations::parse).toList();
        return nodes.stream()
                .filter(node -> takes(node, tolerations, pod.nodeSelector(), gpus))
                .map(this::spare)
                .max(Long::compare)
                .map(spare -> LongStream.of(Math.max(LEAST, spare)))
                .orElse(LongStream.empty());
    }

    private static boolean takes(Node node, List<Toleration> tolerations, Map<String, String> selector, int gpus) {
        List<Taint> taints = node.getSpec() == null || node.getSpec().getTaints() == null
                ? List.of()
                : node.getSpec().getTaints();
        Map<String, String> labels =
                Objects.requireNonNullElse(node.getMetadata().getLabels(), Map.of());
        return (node.getSpec() == null || !Boolean.TRUE.equals(node.getSpec().getUnschedulable()))
                && taints.stream().noneMatch(taint -> Tolerations.keptOff(taint, tolerations))
                && labels.entrySet().containsAll(selector.entrySet())
                && amount(node.getStatus().getAllocatable(), GPU) >= gpus;
    }

    private long spare(Node node) {
        long allocatable = amount(node.getStatus().getAllocatable(), MEMORY);
        if (pods.isEmpty()) {
            // Nobody says what others have requested there.
            return allocatable / 2;
        }
        String name = node.getMetadata().getName();
        return allocatable
                - pods.get().stream()
                        .filter(pod -> name.equals(pod.getSpec().getNodeName()) && !isOurs(pod))
                        .mapToLong(pod -> sum(pod, ResourceRequirements::getRequests))
                        .sum();
    }

    private boolean isOurs(Pod pod) {
        if (ours == null
                || !ours.getMetadata().getNamespace().equals(pod.getMetadata().getNamespace())) {
            return false;
        }
        Map<String, String> selector =
                Objects.requireNonNullElse(ours.getSpec().getSelector().getMatchLabels(), Map.of());
        return Objects.requireNonNullElse(pod.getMetadata().getLabels(), Map.<String, String>of())
                .entrySet()
                .containsAll(selector.entrySet());
    }

    private Stream<Long> ofRanges() {
        return ranges.stream()
                .flatMap(range -> range.getSpec().getLimits().stream())
                .filter(item -> "Container".equals(item.getType()) || "Pod".equals(item.getType()))
                .filter(item -> item.getMax() != null && item.getMax().containsKey(MEMORY))
                .map(item -> amount(item.getMax(), MEMORY));
    }

    /// A quota of `limits.memory` bounds the limit; of `requests.memory` or `memory` the request, which is a part
    /// of it. One that is used up allows nothing, and Kubernetes says so.
    private Stream<Long> ofQuotas() {
        long mine = pods.orElse(List.of()).stream()
                .filter(this::isOurs)
                .mapToLong(pod -> sum(pod, ResourceRequirements::getLimits))
                .sum();
        List<Long> left = new ArrayList<>();
        for (ResourceQuota quota : quotas) {
            Map<String, Quantity> hard =
                    quota.getStatus() == null ? Map.of() : quota.getStatus().getHard();
            if (hard != null && hard.containsKey("limits.memory")) {
                long used = amount(quota.getStatus().getUsed(), "limits.memory");
                long free = amount(hard, "limits.memory") - used + mine;
                left.add(Math.max(LEAST, free));
            }
        }
        return left.stream();
    }

    private static long limit(Deployment deployment) {
        return deployment.getSpec().getTemplate().getSpec().getContainers().stream()
                .map(Container::getResources)
                .filter(Objects::nonNull)
                .mapToLong(resources -> amount(resources.getLimits(), MEMORY))
                .max()
                .orElse(0);
    }

    private static long sum(Pod pod, Function<ResourceRequirements, @Nullable Map<String, Quantity>> part) {
        return pod.getSpec().getContainers().stream()
                .map(Container::getResources)
                .filter(Objects::nonNull)
                .mapToLong(resources -> amount(part.apply(resources), MEMORY))
                .sum();
    }

    private static long amount(@Nullable Map<String, Quantity> amounts, String name) {
        Quantity amount = amounts == null ? null : amounts.get(name);
        return amount == null ? 0 : Quantity.getAmountInBytes(amount).longValue();
    }
}
