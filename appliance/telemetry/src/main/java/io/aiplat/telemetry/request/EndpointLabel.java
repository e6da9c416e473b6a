package io.aiplat.telemetry.request;

/// Endpoint label: the names of an endpoint in metrics, spans and the log. Whoever has the endpoint makes one and
/// keeps it: two are never equal, so that looking a meter up compares no texts.
public final class EndpointLabel {
    /// Whatever was asked for that does not exist.
    public static final EndpointLabel UNKNOWN = new EndpointLabel("unknown", "", "unknown");

    private final String label;
    private final String route;
    private final String operation;

    /// @param label     of the metrics and the log: `surface`
    /// @param route     the path, `http.route` of a span; empty for what does not exist
    /// @param operation `gen_ai.operation.name`: the convention's where it has one, else a name of ours
    public EndpointLabel(String label, String route, String operation) {
        this.label = label;
        this.route = route;
        this.operation = operation;
    }

    /// The value of the label `surface`.
    public String label() {
        return label;
    }

    /// The path, `http.route` of a span; empty for what does not exist.
    public String route() {
        return route;
    }

    /// `gen_ai.operation.name`: the convention's where it has one, else a name of ours.
    public String operation() {
        return operation;
    }
}
