package io.aiplat.cluster.kubernetes;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Persistent volume claims: what keeps one from having a volume, and what may still be changed about it.
final class VolumeClaims {
    private static final Duration GONE = Duration.ofSeconds(15);

    /// What the controllers of volumes say of a claim that gets none. The first is an event of type Normal.
    private static final Set<String> TROUBLE =
            Set.of("FailedBinding", "ProvisioningFailed", "VolumeMismatch", "ClaimMisbound", "ClaimLost");

    private VolumeClaims() {}

    /// Makes the wish one that the API accepts. Size and class of a claim are what its volume was made with; one
    /// that has no volume yet, and asks for another class than is wanted now, holds nothing and is made anew.
    static void fit(KubernetesClient client, PersistentVolumeClaim there, PersistentVolumeClaim wanted) {
        String kind = wanted.getSpec().getStorageClassName();
        boolean another = kind != null && !Objects.equals(kind, there.getSpec().getStorageClassName());
        boolean empty = there.getSpec().getVolumeName() == null
                || there.getSpec().getVolumeName().isEmpty();
        if (another && empty) {
            client.resource(there).delete();
            Deadline deadline = Deadline.in(GONE);
            while (client.resource(there).get() != null && !deadline.over()) {
                deadline.pause();
            }
            return;
        }
        wanted.getSpec().setResources(there.getSpec().getResources());
        if (another) {
            wanted.getSpec().setStorageClassName(there.getSpec().getStorageClassName());
        }
    }

    /// What keeps the claims of a pod from having volumes, in the cluster's own words; empty where nothing is said.
    static Optional<String> trouble(Pod pod, List<Event> events) {
        List<String> names = pod.getSpec() == null
                ? List.of()
                : pod.getSpec().getVolumes().stream()
                        .filter(volume -> volume.getPersistentVolumeClaim() != null)
                        .map(volume -> volume.getPersistentVolumeClaim().getClaimName())
                        .toList();
        return events.stream()
                .filter(event -> TROUBLE.contains(Objects.requireNonNullElse(event.getReason(), "")))
                .filter(event ->
                        "PersistentVolumeClaim".equals(event.getInvolvedObject().getKind())
                                && names.contains(event.getInvolvedObject().getName()))
                .max(Comparator.comparing(WorkloadDiagnosis::time))
                .map(event -> "Claim " + event.getInvolvedObject().getName() + ": " + event.getMessage());
    }
}
