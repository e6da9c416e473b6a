package io.aiplat.operator.workload;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Objects that a workload becomes only in clusters that know their kinds.
final class WorkloadExtras {
    private WorkloadExtras() {}

    /// For the operator of Prometheus.
    static HasMetadata monitor(ObjectMeta meta, Map<String, String> selector, String interval) {
        Map<String, Object> endpoint = new TreeMap<>();
        endpoint.put("port", "http");
        endpoint.put("path", "/metrics");
        endpoint.put("interval", interval);
        Map<String, Object> specification = new TreeMap<>();
        specification.put("selector", Map.of("matchLabels", selector));
        specification.put("endpoints", List.of(endpoint));
        return of(meta, "monitoring.coreos.com/v1", "ServiceMonitor", specification);
    }

    /// For the vertical autoscaler: new copies get what was seen to be needed. What a horizontal one follows is left
    /// alone, because the two would answer each other.
    static HasMetadata rightSizer(ObjectMeta meta, String deployment, boolean scaled) {
        Map<String, Object> target = new TreeMap<>();
        target.put("apiVersion", "apps/v1");
        target.put("kind", "Deployment");
        target.put("name", deployment);
        Map<String, Object> every = new TreeMap<>();
        every.put("containerName", "*");
        every.put("controlledResources", scaled ? List.of("memory") : List.of("cpu", "memory"));
        Map<String, Object> specification = new TreeMap<>();
        specification.put("targetRef", target);
        specification.put("updatePolicy", Map.of("updateMode", "Initial"));
        specification.put("resourcePolicy", Map.of("containerPolicies", List.of(every)));
        return of(meta, "autoscaling.k8s.io/v1", "VerticalPodAutoscaler", specification);
    }

    private static GenericKubernetesResource of(
            ObjectMeta meta, String version, String kind, Map<String, Object> specification) {
        return new GenericKubernetesResourceBuilder()
                .withApiVersion(version)
                .withKind(kind)
                .withMetadata(meta)
                .addToAdditionalProperties("spec", specification)
                .build();
    }
}
