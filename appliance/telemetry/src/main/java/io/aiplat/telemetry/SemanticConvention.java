package io.aiplat.telemetry;

import java.util.Arrays;
import java.util.Optional;

/// Semantic convention of OpenTelemetry's GenAI spans which ours follow.
/// Names of metrics do not change with it.
public enum SemanticConvention {
    /// The last one of the core repository; what dashboards read today.
    V1_41("1.41"),
    /// The draft of the convention's own repository.
    LATEST("latest");

    private final String id;

    SemanticConvention(String id) {
        this.id = id;
    }

    /// What a person writes in the settings.
    public String id() {
        return id;
    }

    /// The convention a person means.
    public static Optional<SemanticConvention> of(String id) {
        return Arrays.stream(values()).filter(c -> c.id.equals(id)).findFirst();
    }
}
