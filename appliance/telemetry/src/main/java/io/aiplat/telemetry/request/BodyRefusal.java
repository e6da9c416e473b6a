package io.aiplat.telemetry.request;

/// Why the body of a request was not read.
public enum BodyRefusal {
    /// It is larger than one body may be.
    TOO_LARGE("too_large"),
    /// All bodies together would be more than the process may hold, for longer than a request may wait.
    NO_ROOM("no_room"),
    /// The HTTP around it is ambiguous or wrong.
    MALFORMED("malformed");

    private final String label;

    BodyRefusal(String label) {
        this.label = label;
    }

    /// The value of the label `reason`.
    public String label() {
        return label;
    }
}
