package io.aiplat.operator.reconciler;

import io.aiplat.operator.realization.Realization;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Events of Kubernetes about a resource: what became of it, at the moment it did, as `kubectl describe` and `kubectl
/// get events` show it (https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/).
final class ResourceEvents {
    private static final Logger LOG = LoggerFactory.getLogger(ResourceEvents.class);
    private static final String COMPONENT = "aiplat";
    /// Characters that the API takes.
    private static final int LONGEST = 1024;

    private ResourceEvents() {}

    /// What there is to tell: nothing where the resource stands as it stood. Figures that change on the way are no
    /// news.
    ///
    /// @param before conditions that it had; null for none
    static Optional<Event> of(HasMetadata resource, Realization found, @Nullable List<Condition> before, Instant now) {
        String ready = found.stage() == Realization.Stage.READY ? "True" : "False";
        if (before != null
                && before.stream()
                        .anyMatch(each -> "Ready".equals(each.getType())
                                && ready.equals(each.getStatus())
                                && found.reason().equals(each.getReason()))) {
            return Optional.empty();
        }
        String time = now.truncatedTo(ChronoUnit.SECONDS).toString();
        String message = found.message();
        return Optional.of(new EventBuilder()
                .withNewMetadata()
                .withNamespace(resource.getMetadata().getNamespace())
                .withGenerateName(resource.getMetadata().getName() + ".")
                .endMetadata()
                .withNewInvolvedObject()
                .withApiVersion(resource.getApiVersion())
                .withKind(resource.getKind())
                .withNamespace(resource.getMetadata().getNamespace())
                .withName(resource.getMetadata().getName())
                .withUid(resource.getMetadata().getUid())
                .endInvolvedObject()
                .withType(found.stage() == Realization.Stage.DEGRADED ? "Warning" : "Normal")
                .withReason(found.reason())
                .withMessage(message.length() <= LONGEST ? message : message.substring(0, LONGEST - 1) + "…")
                .withNewSource()
                .withComponent(COMPONENT)
                .endSource()
                .withReportingComponent(COMPONENT)
                .withFirstTimestamp(time)
                .withLastTimestamp(time)
                .withCount(1)
                .build());
    }

    /// Tells of it. A cluster that takes no events takes the status all the same.
    static void tell(KubernetesClient client, Event event) {
        try {
            client.resource(event).create();
        } catch (KubernetesClientException e) {
            LOG.debug("an event of {} was not taken", event.getInvolvedObject().getName(), e);
        }
    }
}
