package io.aiplat.console;

import io.aiplat.gateway.GatewayExtension;
import io.aiplat.gateway.page.PageRequest;
import io.aiplat.gateway.page.PageResponse;
import io.aiplat.management.ManagementResource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Extension of a gateway that has resources of the management API and no page.
public record ManagementExtension(List<ManagementResource> resources) implements GatewayExtension {
    public ManagementExtension {
        resources = List.copyOf(resources);
    }

    @Override
    public @Nullable PageResponse answer(PageRequest request) {
        return null;
    }
}
