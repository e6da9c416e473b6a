package io.aiplat.operator.realization;

import io.aiplat.cluster.kubernetes.KubernetesApi;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Problem;
import io.aiplat.model.Readiness;
import io.aiplat.operator.desired.ContainerWorkload;
import io.aiplat.operator.workload.NodeRoom;
import io.aiplat.operator.workload.PodSurroundings;
import io.aiplat.operator.workload.Replacement;
import io.aiplat.operator.workload.ReplicaOwnership;
import io.aiplat.operator.workload.WorkloadObjects;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Realizer of workloads: makes their objects, keeps them so, and says why a copy does not answer.
final class WorkloadRealizer implements Realizer<ContainerWorkload> {
    private static final Duration SOON = Duration.ofSeconds(3);
    /// What keeps a pod may have gone by then: a secret that was made, an image that was pushed.
    private static final Duration RETRY = Duration.ofSeconds(20);

    private final ClusterObjects objects;
    private final PodGateway gateway;
    private final LongSupplier nanos;
    private final Map<ResourceKey, Fitted> fitted = new ConcurrentHashMap<>();

    WorkloadRealizer(ClusterObjects objects, PodGateway gateway, LongSupplier nanos) {
        this.objects = objects;
        this.gateway = gateway;
        this.nanos = nanos;
    }

    /// What a workload was fitted to.
    ///
    /// @param stuck whether copies that are to go hold what new ones need
    /// @param when  in nanoseconds
    private record Fitted(ContainerWorkload workload, NodeRoom.Fit fit, boolean stuck, long when) {
        /// @param done whether the copies that there are to be are there
        Replacement room(boolean done) {
            return stuck && !done
                    ? Replacement.ALL_AT_ONCE
                    : fit.notes().isEmpty() ? Replacement.SURGE : Replacement.ONE_BY_ONE;
        }
    }

    @Override
    public Realization realize(ResourceKey key, List<ContainerWorkload> wanted, @Nullable ModelReport before) {
        return realize(key, wanted.getFirst(), null);
    }

    /// The same, with a number of copies that somebody else than the cluster says.
    ///
    /// @param copies null for what the workload or the cluster says
    Realization realize(ResourceKey key, ContainerWorkload workload, @Nullable Integer copies) {
        try {
            ObjectWatch watch = objects.watch();
            Deployment there = there(key, workload, watch);
            try {
                return realize(key, workload, copies, watch, there);
            } catch (ApplianceException e) {
                return Realization.degraded(e.problem())
                        .again(RETRY)
                        .with(report(there, copies == null ? workload.initial() : copies));
            }
        } catch (ApplianceException e) {
            return Realization.degraded(e.problem()).again(RETRY);
        }
    }

    private static @Nullable Deployment there(ResourceKey key, ContainerWorkload workload, ObjectWatch watch) {
        return watch.find("Deployment", key.namespace(), workload.name())
                .map(Deployment.class::cast)
                .orElse(null);
    }

    /// Copies that there are to be until now; at the start where there are none yet.
    ///
    /// @throws ApplianceException if the cluster does not answer
    int copies(ResourceKey key, ContainerWorkload workload) {
        Deployment there = there(key, workload, objects.watch());
        Integer now = there == null ? null : there.getSpec().getReplicas();
        return now == null ? workload.initial() : now;
    }

    /// Whether the cluster measures what a number of copies is to follow.
    ///
    /// @throws ApplianceException if the cluster does not answer
    boolean measures(ContainerWorkload.Scaling scaling) {
        return objects.watch().measures(scaling.metrics());
    }

    private Realization realize(
            ResourceKey key,
            ContainerWorkload workload,
            @Nullable Integer copies,
            ObjectWatch watch,
            @Nullable Deployment there) {
        Fitted fit = fitted(key, workload, there);
        boolean autoscaled = copies == null && workload.scaling() != null;
        int replicas = copies == null ? replicas(workload, there) : copies;
        PodSurroundings surroundings = new PodSurroundings(
                watch.node().flatMap(gateway::url).orElse(null),
                watch.knows("ServiceMonitor"),
                watch.knows("VerticalPodAutoscaler"),
                watch.providers());
        boolean changed = objects.apply(
                key,
                WorkloadObjects.of(
                        workload,
                        key.namespace(),
                        fit.fit.resources(),
                        fit.room(available(there)),
                        new ReplicaOwnership(replicas, !autoscaled || !isSetByOthers(there, replicas), autoscaled),
                        surroundings));
        List<String> notes = new ArrayList<>(fit.fit.notes());
        ContainerWorkload.Scaling scaling = workload.scaling();
        if (scaling != null && !watch.measures(scaling.metrics())) {
            notes.add("The cluster measures no pods (it has no metrics API for what their number follows), so it "
                    + (copies == null ? "stays as it is." : "follows the requests at the gateway."));
        }
        return standing(key, workload, there, changed, replicas, String.join(" ", notes));
    }

    /// Copies that there are to be: where they are scaled, as many as there are, within the bounds.
    private static int replicas(ContainerWorkload workload, @Nullable Deployment there) {
        ContainerWorkload.Scaling scaling = workload.scaling();
        Integer now = there == null ? null : there.getSpec().getReplicas();
        return scaling == null
                ? workload.initial()
                : Math.clamp(now == null ? workload.initial() : now, Math.max(1, scaling.min()), scaling.max());
    }

    /// Whether an autoscaler, or whoever used the subresource `scale`, owns the number there is, and it is the one
    /// that there is to be. Who sends a number that another owns takes it away from that one, and who owns it alone
    /// and sends it no more has it set to 1
    /// (https://kubernetes.io/docs/reference/using-api/server-side-apply/#transferring-ownership).
    private static boolean isSetByOthers(@Nullable Deployment there, int replicas) {
        return there != null
                && Integer.valueOf(replicas).equals(there.getSpec().getReplicas())
                && there.getMetadata().getManagedFields().stream()
                        .filter(each -> !ClusterObjects.FIELD_MANAGER.equals(each.getManager()))
                        .filter(each -> each.getFieldsV1() != null)
                        .anyMatch(each ->
                                each.getFieldsV1().getAdditionalProperties().get("f:spec") instanceof Map<?, ?> fields
                                        && fields.containsKey("f:replicas"));
    }

    /// What its copies may request. Counted anew when the workload is another, or when its copies do not come.
    private Fitted fitted(ResourceKey key, ContainerWorkload workload, @Nullable Deployment there) {
        Fitted known = fitted.get(key);
        long now = nanos.getAsLong();
        if (known != null
                && known.workload.equals(workload)
                && (available(there) || now - known.when < RETRY.toNanos())) {
            return known;
        }
        KubernetesApi api = objects.api();
        Fitted fresh = api.call("look at the nodes", () -> {
            List<Node> nodes = api.client().nodes().list().getItems();
            NodeRoom.Fit fit = new NodeRoom.Fit(workload.container().resources(), List.of());
            boolean stuck = false;
            if (workload.container().resources() != null) {
                List<Pod> pods = api.client()
                        .pods()
                        .inAnyNamespace()
                        .withoutField("status.phase", "Succeeded")
                        .withoutField("status.phase", "Failed")
                        .list()
                        .getItems();
                Predicate<Pod> own = pod -> own(pod, key.namespace(), workload.name());
                stuck = stuck(pods.stream().filter(own).toList());
                if (workload.fits()) {
                    fit = new NodeRoom(nodes, pods)
                            .fit(
                                    workload.container().resources(),
                                    Math.max(1, workload.initial()),
                                    own,
                                    resources(there));
                }
            }
            return new Fitted(workload, fit, stuck, now);
        });
        fitted.put(key, fresh);
        return fresh;
    }

    /// Of one-by-one, an update ends where a new copy needs the room of more than one old one. While an old one ends,
    /// its room is about to be free.
    private static boolean stuck(List<Pod> own) {
        return own.stream().noneMatch(pod -> pod.getMetadata().getDeletionTimestamp() != null)
                && own.stream()
                        .filter(pod -> pod.getStatus() != null)
                        .flatMap(pod -> pod.getStatus().getConditions().stream())
                        .anyMatch(each -> "PodScheduled".equals(each.getType()) && "False".equals(each.getStatus()));
    }

    private static boolean own(Pod pod, String namespace, String name) {
        Map<String, String> labels = pod.getMetadata().getLabels();
        return namespace.equals(pod.getMetadata().getNamespace())
                && labels != null
                && name.equals(labels.get(WorkloadObjects.NAME));
    }

    private static @Nullable ResourceRequirements resources(@Nullable Deployment there) {
        return there == null
                ? null
                : there.getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .getFirst()
                        .getResources();
    }

    /// @param there   its Deployment, as it is known without asking
    /// @param changed whether something of it has just been changed, and so is not yet known
    private Realization standing(
            ResourceKey key,
            ContainerWorkload workload,
            @Nullable Deployment there,
            boolean changed,
            int replicas,
            String notes) {
        WorkloadReport report = report(there, replicas);
        int ready = report.ready();
        if (!changed && available(there)) {
            return Realization.ready(told(
                            replicas == 0
                                    ? "No copies are wanted."
                                    : ready + " of " + replicas
                                            + (replicas == 1 ? " copy answers." : " copies answer."),
                            notes))
                    .with(report);
        }
        return switch (objects.api().workloadReady(key.namespace(), "Deployment/" + workload.name())) {
            case Readiness.Ready _ ->
                Realization.progressing("Starting", told("Its copies start.", notes), SOON)
                        .with(report);
            case Readiness.NotYet(String reason) ->
                Realization.progressing("Starting", told(reason, notes), SOON).with(report);
            case Readiness.Never(Problem problem) ->
                Realization.degraded(problem).again(RETRY).with(report);
        };
    }

    private static String told(String what, String notes) {
        return notes.isEmpty() ? what : what + (what.endsWith(".") ? " " : ". ") + notes;
    }

    static WorkloadReport report(@Nullable Deployment there, int wanted) {
        boolean settled =
                there != null && Integer.valueOf(wanted).equals(there.getSpec().getReplicas()) && isObserved(there);
        return new WorkloadReport(Objects.requireNonNullElse(status(there).getReadyReplicas(), 0), wanted, settled);
    }

    private static DeploymentStatus status(@Nullable Deployment there) {
        return there == null || there.getStatus() == null ? new DeploymentStatus() : there.getStatus();
    }

    private static boolean available(@Nullable Deployment there) {
        if (there == null) {
            return false;
        }
        DeploymentStatus status = status(there);
        int wanted = Objects.requireNonNullElse(there.getSpec().getReplicas(), 1);
        return isObserved(there)
                && Objects.requireNonNullElse(status.getUpdatedReplicas(), 0) >= wanted
                // None of an older template is left.
                && Objects.requireNonNullElse(status.getReplicas(), 0) <= wanted
                && Objects.requireNonNullElse(status.getAvailableReplicas(), 0) >= wanted;
    }

    private static boolean isObserved(Deployment there) {
        return Objects.requireNonNullElse(status(there).getObservedGeneration(), 0L)
                >= there.getMetadata().getGeneration();
    }

    /// Undoes what is not undone by the cluster itself, which deletes what a resource owns.
    void release(ResourceKey key) {
        fitted.remove(key);
    }
}
