package io.aiplat.telemetry.request;

/// What the response cache did for a request.
public enum CacheOutcome {
    /// It was not asked.
    OFF("off"),
    HIT("hit"),
    MISS("miss");

    private final String label;

    CacheOutcome(String label) {
        this.label = label;
    }

    /// The value of the label `outcome` and of the log's `cache`.
    public String label() {
        return label;
    }
}
