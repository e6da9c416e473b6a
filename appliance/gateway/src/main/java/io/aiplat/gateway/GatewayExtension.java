package io.aiplat.gateway;

import io.aiplat.gateway.page.IngestEndpoint;
import io.aiplat.gateway.page.PageHandler;
import io.aiplat.gateway.page.QueryEndpoint;
import io.aiplat.management.ManagementResource;
import java.util.List;

/// Extension of a gateway: pages and resources of the management API that are served beside its own.
public interface GatewayExtension extends PageHandler {
    /// What it contributes to the management API.
    List<ManagementResource> resources();

    /// What it takes from programs.
    default List<IngestEndpoint> ingest() {
        return List.of();
    }

    /// What it answers about metrics.
    default List<QueryEndpoint> queries() {
        return List.of();
    }
}
