package io.aiplat.telemetry;

import java.util.Arrays;
import java.util.Optional;

/// Which OpenTelemetry GenAI convention the spans follow. Names of metrics do not change with it.
public enum Convention {
    /// The last one of the core repository; what dashboards read today.
    V1_41("1.41"),
    /// The draft of the convention's own repository.
    LATEST("latest");

    private final String id;

    Convention(String id) {
        this.id = id;
    }

    /// What a person writes in the settings.
    public String id() {
        return id;
    }

    /// The convention a person means.
    public static Optional<Convention> of(String id) {
        return Arrays.stream(values()).filter(c -> c.id.equals(id)).findFirst();
    }
}
