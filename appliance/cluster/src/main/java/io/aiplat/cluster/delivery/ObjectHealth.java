package io.aiplat.cluster.delivery;

import io.aiplat.model.Readiness;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Whether an object is as it was wished, from what stands in its status.
final class ObjectHealth {
    /// Kinds that are used by their being there.
    private static final Set<String> AT_ONCE = Set.of("PersistentVolumeClaim", "Service", "HorizontalPodAutoscaler");

    private ObjectHealth() {}

    /// Looks at it.
    ///
    /// @param words how people call it
    /// @param ours  whether this home's operator reads it, and so will say that it is ready
    static Readiness of(GenericKubernetesResource object, String words, boolean ours) {
        return switch (object.getKind()) {
            case "Job" -> job(object, words);
            case "Pod" -> pod(object, words);
            case "Namespace" -> phase(object, words, "Active");
            case "CustomResourceDefinition" -> condition(object, words, "Established", true);
            case "APIService" -> condition(object, words, "Available", true);
            default ->
                AT_ONCE.contains(object.getKind()) ? new Readiness.Ready() : condition(object, words, "Ready", ours);
        };
    }

    private static Readiness job(GenericKubernetesResource job, String words) {
        Optional<Map<?, ?>> failed = isTrue(job, "Failed");
        if (failed.isPresent()) {
            return new Readiness.Never(DeliveryProblems.failed(words, message(failed.get())));
        }
        boolean suspended = Boolean.TRUE.equals(job.get("spec", "suspend"));
        return suspended || isTrue(job, "Complete").isPresent()
                ? new Readiness.Ready()
                : new Readiness.NotYet(words + " has not ended yet.");
    }

    private static Readiness pod(GenericKubernetesResource pod, String words) {
        Object phase = pod.get("status", "phase");
        if ("Failed".equals(phase)) {
            return new Readiness.Never(DeliveryProblems.failed(words, "Its pod has failed."));
        }
        return "Succeeded".equals(phase) ? new Readiness.Ready() : condition(pod, words, "Ready", true);
    }

    private static Readiness phase(GenericKubernetesResource object, String words, String wanted) {
        Object phase = object.get("status", "phase");
        return wanted.equals(phase)
                ? new Readiness.Ready()
                : new Readiness.NotYet(words + " is " + (phase == null ? "not there" : phase) + " yet.");
    }

    /// @param needed whether the condition will come; without, what has none is ready
    private static Readiness condition(GenericKubernetesResource object, String words, String type, boolean needed) {
        Object observed = object.get("status", "observedGeneration");
        Long generation = object.getMetadata().getGeneration();
        if (observed instanceof Number seen && generation != null && seen.longValue() < generation) {
            return new Readiness.NotYet("What " + words + " says is of its earlier form.");
        }
        Optional<Map<?, ?>> stalled = isTrue(object, "Stalled");
        if (stalled.isPresent()) {
            return new Readiness.Never(DeliveryProblems.failed(words, message(stalled.get())));
        }
        Optional<Map<?, ?>> there =
                conditions(object).filter(each -> type.equals(each.get("type"))).findFirst();
        if (there.isEmpty()) {
            return needed
                    ? new Readiness.NotYet(words + " does not say yet whether it is " + type + ".")
                    : new Readiness.Ready();
        }
        return "True".equals(there.get().get("status"))
                ? new Readiness.Ready()
                : new Readiness.NotYet(words + ": " + message(there.get()));
    }

    private static Optional<Map<?, ?>> isTrue(GenericKubernetesResource object, String type) {
        return conditions(object)
                .filter(each -> type.equals(each.get("type")) && "True".equals(each.get("status")))
                .findFirst();
    }

    private static Stream<Map<?, ?>> conditions(GenericKubernetesResource object) {
        return object.get("status", "conditions") instanceof List<?> all
                ? all.stream().filter(Map.class::isInstance).map(each -> (Map<?, ?>) each)
                : Stream.empty();
    }

    private static String message(Map<?, ?> condition) {
        Object message = condition.get("message");
        return message == null || message.toString().isBlank()
                ? "The cluster says " + condition.get("type") + " is " + condition.get("status") + ", and no reason."
                : message.toString();
    }
}
