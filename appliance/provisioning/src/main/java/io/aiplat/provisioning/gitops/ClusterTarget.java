package io.aiplat.provisioning.gitops;

import io.aiplat.cluster.delivery.Delivery;
import io.aiplat.cluster.delivery.ObjectDifference;
import io.aiplat.config.manifest.RenderedObject;
import io.aiplat.model.Readiness;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// A cluster as the target of a source: the source decides, so fields that others have set are taken over. Objects of
/// another delivery are not.
public final class ClusterTarget implements DeliveryTarget {
    private final Delivery delivery;
    private final Duration limit;

    /// @param delivery of the source's name
    /// @param limit    how long namespaces and definitions, and what is deleted, are waited for
    public ClusterTarget(Delivery delivery, Duration limit) {
        this.delivery = delivery;
        this.limit = limit;
    }

    @Override
    public List<String> differences(List<RenderedObject> objects) {
        delivery.requireDeliverable(objects, false);
        return delivery.differences(objects, true, false).stream()
                .map(ObjectDifference::object)
                .toList();
    }

    @Override
    public Delivery.Outcome apply(List<RenderedObject> objects, Consumer<String> told) {
        return delivery.apply(objects, true, false, limit, told);
    }

    @Override
    public Map<String, Readiness> health(List<RenderedObject> objects) {
        return delivery.health(objects);
    }
}
