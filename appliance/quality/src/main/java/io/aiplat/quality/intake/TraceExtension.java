package io.aiplat.quality.intake;

import io.aiplat.gateway.GatewayExtension;
import io.aiplat.gateway.page.IngestEndpoint;
import io.aiplat.gateway.page.PageRequest;
import io.aiplat.gateway.page.PageResponse;
import io.aiplat.management.ManagementResource;
import io.aiplat.quality.trace.TraceStore;
import io.aiplat.quality.trace.resource.TraceOverviewResource;
import io.aiplat.quality.trace.resource.TraceResource;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Extension of a gateway that takes traces and scores, and shows them in the management API.
public final class TraceExtension implements GatewayExtension {
    private final List<ManagementResource> resources;
    private final List<IngestEndpoint> ingest;

    /// @param store closed by whoever made it
    /// @param costs of what was not priced by whoever sends it
    /// @param clock of scores
    public TraceExtension(TraceStore store, CostOfModels costs, InstantSource clock) {
        this.resources = List.of(new TraceResource(store), new TraceOverviewResource(store.overview()));
        this.ingest = List.of(new SpanIntake(store, costs), new ScoreIntake(store, clock));
    }

    @Override
    public List<ManagementResource> resources() {
        return resources;
    }

    @Override
    public List<IngestEndpoint> ingest() {
        return ingest;
    }

    @Override
    public @Nullable PageResponse answer(PageRequest request) {
        return null;
    }
}
