package io.aiplat.routing;

import java.util.Locale;

/// Why another model answers than the one that was asked for.
public enum FallbackReason {
    /// Its deployments cannot answer.
    GENERAL,
    /// The prompt is too long for it.
    CONTEXT_WINDOW,
    /// The provider's content policy refuses the prompt.
    CONTENT_POLICY;

    /// As `gateway.yaml` writes it.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
