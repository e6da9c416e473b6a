package io.aiplat.operator.reconciler;

import io.aiplat.operator.desired.ContainerWorkload;
import io.aiplat.operator.desired.DesiredState;
import io.aiplat.operator.desired.InferenceServer;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Identity of a workload at a cloud: annotations of its resource by which the cloud lends its pods a role, which
/// belong on their service account. For AWS see
/// https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html, for Google
/// https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity.
public final class WorkloadIdentity {
    private static final List<String> PREFIXES = List.of("eks.amazonaws.com/", "iam.gke.io/");

    private WorkloadIdentity() {}

    /// The same states, of which workloads have the identity that their resource says.
    public static List<DesiredState> of(HasMetadata resource, List<DesiredState> states) {
        Map<String, String> annotations = new TreeMap<>();
        if (resource.getMetadata().getAnnotations() != null) {
            annotations.putAll(resource.getMetadata().getAnnotations());
        }
        annotations.keySet().removeIf(key -> PREFIXES.stream().noneMatch(key::startsWith));
        return annotations.isEmpty()
                ? states
                : states.stream()
                        .map(state -> switch (state) {
                            case ContainerWorkload workload -> workload.identified(annotations);
                            case InferenceServer(var name, var workload, var endpoint) ->
                                new InferenceServer(name, workload.identified(annotations), endpoint);
                            default -> state;
                        })
                        .toList();
    }
}
