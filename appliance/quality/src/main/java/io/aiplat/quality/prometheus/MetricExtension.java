package io.aiplat.quality.prometheus;

import io.aiplat.gateway.GatewayExtension;
import io.aiplat.gateway.page.PageRequest;
import io.aiplat.gateway.page.PageResponse;
import io.aiplat.gateway.page.QueryEndpoint;
import io.aiplat.management.ManagementResource;
import io.aiplat.quality.promql.InstantQuery;
import io.aiplat.quality.promql.evaluation.PromQlEngine;
import io.aiplat.quality.promql.evaluation.QueryLimits;
import io.aiplat.quality.series.MetricFamily;
import io.aiplat.quality.series.SeriesStore;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Extension of a gateway that answers Prometheus' HTTP API from the samples that are kept here.
public final class MetricExtension implements GatewayExtension, AutoCloseable {
    private final PromQlEngine engine;
    private final QueryApi api;
    private final MetricResource resource;

    /// @param store    closed by whoever made it
    /// @param families what is known of metrics beyond their samples, by name
    /// @param clock    for what is asked without a moment
    /// @param version  of aiplat
    public MetricExtension(
            SeriesStore store, Supplier<Map<String, MetricFamily>> families, InstantSource clock, String version) {
        this.engine = new PromQlEngine(store, QueryLimits.USUAL, System::nanoTime);
        this.api = new QueryApi(engine, store, families, clock, version);
        this.resource = new MetricResource(store);
    }

    /// Evaluates expressions over the same samples, on the thread that asks.
    public InstantQuery query() {
        return engine;
    }

    @Override
    public List<ManagementResource> resources() {
        return List.of(resource);
    }

    @Override
    public List<QueryEndpoint> queries() {
        return List.of(api);
    }

    @Override
    public @Nullable PageResponse answer(PageRequest request) {
        return null;
    }

    @Override
    public void close() {
        api.close();
    }
}
