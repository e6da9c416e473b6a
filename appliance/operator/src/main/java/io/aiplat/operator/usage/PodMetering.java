package io.aiplat.operator.usage;

import io.aiplat.cluster.kubernetes.KubernetesApi;
import io.aiplat.operator.realization.ObjectMarks;
import io.aiplat.operator.realization.RequestedGpus;
import io.aiplat.operator.tenant.TenantObjects;
import io.aiplat.operator.workload.WorkloadObjects;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Metering of pods: reads off each node's kubelet what its pods have used. That is the summary of
/// https://kubernetes.io/docs/reference/instrumentation/node-metrics/, which every kubelet has without an addition to
/// the cluster, with counts that go on, where `metrics.k8s.io` has rates of the last moment.
public final class PodMetering {
    /// Label of the pods that KubeRay makes, with the name of the RayService.
    private static final String RAY_NAME = "ray.io/originated-from-cr-name";

    private static final String RAY_SERVICES = "rayservices.ray.io";

    /// Who a pod is there for, by the namespace and name of the Deployment that has made it.
    private final Map<String, String> resources = new HashMap<>();
    private final Map<String, String> teams = new HashMap<>();
    private final Map<String, Pod> pods = new HashMap<>();

    private final Set<String> nodes = new TreeSet<>();

    private PodMetering() {}

    /// What of a pod the kubelet says.
    ///
    /// @param id       of the pod
    /// @param cpuNanos nanoseconds of a processor since it began
    /// @param memory   bytes that it has now
    record Counted(String id, long cpuNanos, long memory) {}

    /// Reads the pods that run. Those of a node whose kubelet does not answer are missing, unless none answers.
    ///
    /// @param only namespace whose pods count besides those of teams and of resources; empty where all do, as in a
    ///     cluster that is nobody else's
    /// @throws io.aiplat.model.ApplianceException where the cluster does not answer, or refuses
    public static List<MeteredPod> read(KubernetesApi kube, String only) {
        return kube.call("read what pods use", () -> {
            PodMetering metering = new PodMetering();
            metering.look(kube.client(), only);
            return metering.meter(kube.client());
        });
    }

    private List<MeteredPod> meter(KubernetesClient client) {
        List<MeteredPod> metered = new ArrayList<>();
        KubernetesClientException failure = null;
        boolean answered = false;
        for (String node : nodes) {
            try {
                String summary = client.raw("/api/v1/nodes/" + node + "/proxy/stats/summary");
                counted(Objects.requireNonNullElse(summary, "{}"))
                        .forEach(each -> pod(each).ifPresent(metered::add));
                answered = true;
            } catch (KubernetesClientException e) {
                failure = e;
            }
        }
        if (failure != null && !answered) {
            throw failure;
        }
        return metered;
    }

    private void look(KubernetesClient client, String only) {
        client.namespaces()
                .list()
                .getItems()
                .forEach(namespace -> TenantObjects.team(namespace)
                        .ifPresent(team -> teams.put(namespace.getMetadata().getName(), team)));
        client.apps()
                .deployments()
                .inAnyNamespace()
                .withLabel(ObjectMarks.RESOURCE)
                .list()
                .getItems()
                .forEach(each -> resources.put(
                        place(
                                each.getMetadata().getNamespace(),
                                each.getMetadata().getName()),
                        label(each, ObjectMarks.RESOURCE)));
        // What the API server has in memory is fresh enough.
        ListOptions fromMemory =
                new ListOptionsBuilder().withResourceVersion("0").build();
        for (Pod pod : client.pods().inAnyNamespace().list(fromMemory).getItems()) {
            String node = pod.getSpec().getNodeName();
            if (node != null && (only.isEmpty() || isOurs(pod, only))) {
                pods.put(pod.getMetadata().getUid(), pod);
                nodes.add(node);
            }
        }
    }

    private boolean isOurs(Pod pod, String namespace) {
        String in = pod.getMetadata().getNamespace();
        return in.equals(namespace)
                || teams.containsKey(in)
                || resources.containsKey(place(in, label(pod, WorkloadObjects.NAME)))
                || !label(pod, RAY_NAME).isEmpty();
    }

    private static String place(String namespace, String name) {
        return namespace + "/" + name;
    }

    private static String label(HasMetadata object, String label) {
        Map<String, String> labels = object.getMetadata().getLabels();
        return labels == null ? "" : labels.getOrDefault(label, "");
    }

    private Optional<MeteredPod> pod(Counted counted) {
        Pod pod = pods.get(counted.id);
        if (pod == null || pod.getStatus() == null || pod.getStatus().getStartTime() == null) {
            return Optional.empty();
        }
        ObjectMeta meta = pod.getMetadata();
        String ray = label(pod, RAY_NAME);
        String name = ray.isEmpty() ? label(pod, WorkloadObjects.NAME) : ray;
        String resource = ray.isEmpty() ? resources.getOrDefault(place(meta.getNamespace(), name), "") : RAY_SERVICES;
        int gpus = pod.getSpec().getContainers().stream()
                .map(Container::getResources)
                .mapToInt(RequestedGpus::of)
                .sum();
        return Optional.of(new MeteredPod(
                counted.id,
                meta.getNamespace(),
                teams.getOrDefault(meta.getNamespace(), ""),
                resource,
                resource.isEmpty() ? "" : name,
                started(pod.getStatus().getStartTime()),
                counted.cpuNanos,
                counted.memory,
                gpus,
                pod.getStatus().getContainerStatuses().stream()
                        .mapToInt(ContainerStatus::getRestartCount)
                        .sum()));
    }

    private static Instant started(String time) {
        try {
            return Instant.parse(time);
        } catch (DateTimeException _) {
            return Instant.EPOCH;
        }
    }

    /// Reads a kubelet's summary. A pod that it has counted nothing of yet is left out.
    static List<Counted> counted(String summary) {
        List<Counted> counted = new ArrayList<>();
        Map<?, ?> all = Serialization.unmarshal(summary, Map.class);
        if (all.get("pods") instanceof List<?> pods) {
            for (Object each : pods) {
                if (each instanceof Map<?, ?> pod
                        && pod.get("podRef") instanceof Map<?, ?> reference
                        && reference.get("uid") instanceof String id) {
                    Long cpu = sum(pod, "cpu", "usageCoreNanoSeconds");
                    Long memory = sum(pod, "memory", "workingSetBytes");
                    if (cpu != null) {
                        counted.add(new Counted(id, cpu, memory == null ? 0 : memory));
                    }
                }
            }
        }
        return counted;
    }

    /// A figure of a pod, or where there is none, of its containers together.
    private static @Nullable Long sum(Map<?, ?> pod, String part, String figure) {
        Long own = figure(pod, part, figure);
        if (own != null) {
            return own;
        }
        Long sum = null;
        if (pod.get("containers") instanceof List<?> containers) {
            for (Object each : containers) {
                Long one = each instanceof Map<?, ?> container ? figure(container, part, figure) : null;
                if (one != null) {
                    sum = sum == null ? one : sum + one;
                }
            }
        }
        return sum;
    }

    private static @Nullable Long figure(Map<?, ?> of, String part, String figure) {
        return of.get(part) instanceof Map<?, ?> parts && parts.get(figure) instanceof Number number
                ? number.longValue()
                : null;
    }
}
