package io.aiplat.provisioning.gitops;

import io.aiplat.cluster.delivery.Delivery;
import io.aiplat.config.manifest.RenderedObject;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Readiness;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Where the objects of one source go.
public interface DeliveryTarget {
    /// Tries all of them without changing anything.
    ///
    /// @return words for each that would be made, changed or deleted
    /// @throws ApplianceException if something of it would be refused
    List<String> differences(List<RenderedObject> objects);

    /// Applies them, and deletes what was taken out.
    ///
    /// @param told gets a line for each change
    Delivery.Outcome apply(List<RenderedObject> objects, Consumer<String> told);

    /// How they are now, each by its name.
    Map<String, Readiness> health(List<RenderedObject> objects);
}
