package io.aiplat.operator.realization;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// GPUs that a container has: of extended resources the limit is what it is given.
public final class RequestedGpus {
    private RequestedGpus() {}

    /// How many; 0 for none.
    ///
    /// @param resources null for none
    public static int of(@Nullable ResourceRequirements resources) {
        return resources == null || resources.getLimits() == null ? 0 : of(resources.getLimits());
    }

    /// How many a set of limits has: `nvidia.com/gpu`, `amd.com/gpu`, and instances of divided cards such as
    /// `nvidia.com/mig-1g.5gb`, each of which counts as one.
    public static int of(Map<String, Quantity> limits) {
        int gpus = 0;
        for (Map.Entry<String, Quantity> each : limits.entrySet()) {
            String resource = each.getKey();
            if (resource.endsWith("/gpu") || resource.startsWith("nvidia.com/mig-")) {
                gpus += each.getValue().getNumericalAmount().intValue();
            }
        }
        return gpus;
    }
}
