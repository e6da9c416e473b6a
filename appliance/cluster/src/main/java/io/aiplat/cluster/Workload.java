package io.aiplat.cluster;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is common to the kinds that keep pods running.
///
/// @param name          `Kind/name`
/// @param missing       why there is none, if there is none
/// @param selector      labels of its pods
/// @param wanted        pods
/// @param current       pods made from the newest template
/// @param availablePods of any template, that serve
/// @param seen          whether its controller has looked at the newest template
record Workload(
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
    static Workload find(KubernetesClient client, String namespace, String workload) {
        String[] parts = workload.split("/", 2);
        if (parts.length != 2) {
            throw new IllegalArgumentException("a workload is Kind/name, not " + workload);
        }
        var apps = client.apps();
        return switch (parts[0]) {
            case "Deployment" ->
                of(
                        workload,
                        apps.deployments()
                                .inNamespace(namespace)
                                .withName(parts[1])
                                .get());
            case "StatefulSet" ->
                of(
                        workload,
                        apps.statefulSets()
                                .inNamespace(namespace)
                                .withName(parts[1])
                                .get());
            case "DaemonSet" ->
                of(
                        workload,
                        apps.daemonSets()
                                .inNamespace(namespace)
                                .withName(parts[1])
                                .get());
            default -> throw new IllegalArgumentException("no workload kind " + parts[0]);
        };
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

    private static Workload of(String name, @Nullable Deployment found) {
        if (found == null) {
            return none(name);
        }
        var status = found.getStatus();
        return new Workload(
                name,
                Optional.empty(),
                labels(found.getSpec().getSelector()),
                Objects.requireNonNullElse(found.getSpec().getReplicas(), 1),
                number(status == null ? null : status.getUpdatedReplicas()),
                number(status == null ? null : status.getAvailableReplicas()),
                status != null && seen(found.getMetadata().getGeneration(), status.getObservedGeneration()));
    }

    private static Workload of(String name, @Nullable StatefulSet found) {
        if (found == null) {
            return none(name);
        }
        var status = found.getStatus();
        return new Workload(
                name,
                Optional.empty(),
                labels(found.getSpec().getSelector()),
                Objects.requireNonNullElse(found.getSpec().getReplicas(), 1),
                number(status == null ? null : status.getUpdatedReplicas()),
                number(status == null ? null : status.getAvailableReplicas()),
                status != null && seen(found.getMetadata().getGeneration(), status.getObservedGeneration()));
    }

    private static Workload of(String name, @Nullable DaemonSet found) {
        if (found == null) {
            return none(name);
        }
        var status = found.getStatus();
        return new Workload(
                name,
                Optional.empty(),
                labels(found.getSpec().getSelector()),
                number(status == null ? null : status.getDesiredNumberScheduled()),
                number(status == null ? null : status.getUpdatedNumberScheduled()),
                number(status == null ? null : status.getNumberAvailable()),
                status != null && seen(found.getMetadata().getGeneration(), status.getObservedGeneration()));
    }

    private static Workload none(String name) {
        return new Workload(name, Optional.of("There is no " + name + " yet."), Map.of(), 0, 0, 0, false);
    }

    private static Map<String, String> labels(LabelSelector selector) {
        return Objects.requireNonNullElse(selector.getMatchLabels(), Map.of());
    }

    private static int number(@Nullable Integer value) {
        return value == null ? 0 : value;
    }

    private static boolean seen(@Nullable Long generation, @Nullable Long observed) {
        return generation != null && observed != null && observed >= generation;
    }
}
