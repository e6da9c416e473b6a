package io.aiplat.telemetry.request;

/// How a stream ended.
public enum StreamOutcome {
    /// With its end: the client has all of it.
    ENDED("ended"),
    /// The upstream stopped in the middle, or without an end.
    CUT("cut"),
    /// A guard found what may not pass, and told the client so.
    BLOCKED("blocked"),
    /// The client went away, or was too slow.
    CLIENT_GONE("client_gone");

    private final String label;

    StreamOutcome(String label) {
        this.label = label;
    }

    /// The value of the label `outcome`.
    public String label() {
        return label;
    }
}
