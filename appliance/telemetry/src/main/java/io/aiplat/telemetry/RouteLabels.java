package io.aiplat.telemetry;

/// Under which names an attempt is counted.
///
/// @param model    the configured model
/// @param upstream the upstream's name
/// @param provider `gen_ai.provider.name`: `ollama`, `openai`, `anthropic`
/// @param surface  the endpoint
record RouteLabels(String model, String upstream, String provider, Surface surface) {
    private static final String NONE = "none";
    private static final String OTHER = "other";

    /// A request that never came to an upstream.
    static RouteLabels withoutUpstream(String model, Surface surface) {
        return new RouteLabels(model, NONE, NONE, surface);
    }

    /// Where everything beyond the limit is counted.
    RouteLabels other() {
        return new RouteLabels(OTHER, OTHER, OTHER, surface);
    }
}
