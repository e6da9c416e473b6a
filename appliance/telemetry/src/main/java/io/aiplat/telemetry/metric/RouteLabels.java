package io.aiplat.telemetry.metric;

import io.aiplat.telemetry.request.EndpointLabel;

/// Under which names an attempt is counted.
///
/// @param model    the configured model
/// @param upstream the upstream's name
/// @param provider `gen_ai.provider.name`: `ollama`, `openai`, `anthropic`
/// @param surface  the endpoint
public record RouteLabels(String model, String upstream, String provider, EndpointLabel surface) {
    private static final String NONE = "none";
    private static final String OTHER = "other";

    /// A request that never came to an upstream.
    public static RouteLabels withoutUpstream(String model, EndpointLabel surface) {
        return new RouteLabels(model, NONE, NONE, surface);
    }

    /// Where everything beyond the limit is counted.
    public RouteLabels other() {
        return new RouteLabels(OTHER, OTHER, OTHER, surface);
    }
}
