package io.aiplat.cluster.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetStatus;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What is common to the kinds that keep pods running.
///
/// @param name          `Kind/name`
/// @param missing       why there is none, if there is none
/// @param selector      labels of its pods
/// @param wanted        pods
/// @param current       pods made from the newest template
/// @param availablePods that serve; of a Deployment only those of its newest template
/// @param seen          whether its controller has looked at the newest template
public record Workload(
        String name,
        Optional<String> missing,
        Map<String, String> selector,
        int wanted,
        int current,
        int availablePods,
        boolean seen) {

    /// Reads it.
    ///
    /// @param workload `Deployment/name`, `StatefulSet/name` or `DaemonSet/name`
    public static Workload find(KubernetesClient client, String namespace, String workload) {
        String[] parts = workload.split("/", 2);
        if (parts.length != 2) {
            throw new IllegalArgumentException("a workload is Kind/name, not " + workload);
        }
        var apps = client.apps();
        return switch (parts[0]) {
            case "Deployment" -> of(workload, named(apps.deployments(), namespace, parts[1]), Counts::of);
            case "StatefulSet" -> of(workload, named(apps.statefulSets(), namespace, parts[1]), Counts::of);
            case "DaemonSet" -> of(workload, named(apps.daemonSets(), namespace, parts[1]), Counts::of);
            default -> throw new IllegalArgumentException("no workload kind " + parts[0]);
        };
    }

    private static <T extends HasMetadata> @Nullable T named(
            MixedOperation<T, ?, ? extends Resource<T>> all, String namespace, String name) {
        return all.inNamespace(namespace).withName(name).get();
    }

    private static <T extends HasMetadata> Workload of(String name, @Nullable T found, Function<T, Counts> read) {
        if (found == null) {
            return new Workload(name, Optional.of("There is no " + name + " yet."), Map.of(), 0, 0, 0, false);
        }
        Counts counts = read.apply(found);
        return new Workload(
                name,
                Optional.empty(),
                Objects.requireNonNullElse(counts.selector().getMatchLabels(), Map.of()),
                number(counts.wanted()),
                number(counts.current()),
                number(counts.available()),
                seen(found.getMetadata().getGeneration(), counts.observed()));
    }

    /// The same numbers under the names that each kind has for them; null where its controller has not written them.
    private record Counts(
            LabelSelector selector,
            @Nullable Integer wanted,
            @Nullable Integer current,
            @Nullable Integer available,
            @Nullable Long observed) {
        static Counts of(Deployment found) {
            var status = Objects.requireNonNullElseGet(found.getStatus(), DeploymentStatus::new);
            return new Counts(
                    found.getSpec().getSelector(),
                    Objects.requireNonNullElse(found.getSpec().getReplicas(), 1),
                    status.getUpdatedReplicas(),
                    renewed(status),
                    status.getObservedGeneration());
        }

        /// Kubernetes counts old and new ones together; the old ones serve until the new ones do.
        private static int renewed(DeploymentStatus status) {
            int old = number(status.getReplicas()) - number(status.getUpdatedReplicas());
            return Math.max(0, number(status.getAvailableReplicas()) - Math.max(0, old));
        }

        static Counts of(StatefulSet found) {
            var status = Objects.requireNonNullElseGet(found.getStatus(), StatefulSetStatus::new);
            return new Counts(
                    found.getSpec().getSelector(),
                    Objects.requireNonNullElse(found.getSpec().getReplicas(), 1),
                    status.getUpdatedReplicas(),
                    status.getAvailableReplicas(),
                    status.getObservedGeneration());
        }

        static Counts of(DaemonSet found) {
            var status = Objects.requireNonNullElseGet(found.getStatus(), DaemonSetStatus::new);
            return new Counts(
                    found.getSpec().getSelector(),
                    status.getDesiredNumberScheduled(),
                    status.getUpdatedNumberScheduled(),
                    status.getNumberAvailable(),
                    status.getObservedGeneration());
        }
    }

    /// Whether all wanted pods are new and serve.
    boolean available() {
        return seen && current >= wanted && availablePods >= wanted;
    }

    /// Whether the pods there are say something about the newest template, and not only about an older one whose pods
    /// are still to be ended.
    boolean renewed() {
        return seen && current > 0;
    }

    /// How far it is, as a sentence.
    String progress() {
        return name + " has " + availablePods + " of " + wanted + " pods available.";
    }

    private static int number(@Nullable Integer value) {
        return value == null ? 0 : value;
    }

    private static boolean seen(@Nullable Long generation, @Nullable Long observed) {
        return generation != null && observed != null && observed >= generation;
    }
}
