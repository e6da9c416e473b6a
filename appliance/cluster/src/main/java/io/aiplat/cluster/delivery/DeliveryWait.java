package io.aiplat.cluster.delivery;

import io.aiplat.cluster.kubernetes.Deadline;
import io.aiplat.cluster.kubernetes.KubernetesApi;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Readiness;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Waits for objects, and tells what for.
final class DeliveryWait {
    private final KubernetesApi kube;
    private final Duration limit;
    private final Consumer<String> told;

    DeliveryWait(KubernetesApi kube, Duration limit, Consumer<String> told) {
        this.kube = kube;
        this.limit = limit;
        this.told = told;
    }

    /// Until all are ready.
    void await(List<DeliveredObject> objects, Function<DeliveredObject, Readiness> look) {
        Deadline deadline = Deadline.in(limit);
        List<DeliveredObject> pending = new ArrayList<>(objects);
        Map<DeliveredObject, String> reasons = new LinkedHashMap<>();
        while (true) {
            for (DeliveredObject each : List.copyOf(pending)) {
                switch (look.apply(each)) {
                    case Readiness.Ready _ -> {
                        pending.remove(each);
                        if (reasons.remove(each) != null) {
                            told.accept(each.words() + " is ready");
                        }
                    }
                    case Readiness.NotYet(var reason) -> {
                        if (!reason.equals(reasons.put(each, reason))) {
                            told.accept("waiting: " + reason);
                        }
                    }
                    case Readiness.Never(var problem) -> throw new ApplianceException(problem);
                }
            }
            if (pending.isEmpty()) {
                return;
            }
            end(deadline, List.copyOf(reasons.values()));
            deadline.pause();
        }
    }

    /// Until none is there any more.
    void awaitGone(List<DeliveredObject> objects, Function<DeliveredObject, @Nullable GenericKubernetesResource> look) {
        Deadline deadline = Deadline.in(limit);
        List<DeliveredObject> pending = new ArrayList<>(objects);
        String said = "";
        while (true) {
            List<String> held = new ArrayList<>();
            for (DeliveredObject each : List.copyOf(pending)) {
                GenericKubernetesResource there = look.apply(each);
                if (there == null || there.getMetadata().getDeletionTimestamp() == null) {
                    // What has no such mark any more is another one, that somebody has made since.
                    pending.remove(each);
                } else {
                    List<String> finalizers = there.getMetadata().getFinalizers();
                    held.add(each.words() + " is still being deleted"
                            + (finalizers.isEmpty() ? "." : ", held by " + String.join(", ", finalizers) + "."));
                }
            }
            if (pending.isEmpty()) {
                return;
            }
            String now = String.join(" ", held);
            if (!now.equals(said)) {
                said = now;
                told.accept("waiting: " + now);
            }
            end(deadline, held);
            deadline.pause();
        }
    }

    private void end(Deadline deadline, List<String> reasons) {
        if (deadline.over()) {
            kube.verify();
            throw new ApplianceException(DeliveryProblems.notReady(reasons));
        }
    }
}
