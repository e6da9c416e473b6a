package io.aiplat.governance.use;

import java.util.Locale;

/// What pods are there for.
public enum WorkloadKind {
    /// A program that asks models.
    AGENT,
    /// A server that answers for a model. Its GPUs are borne by whoever asks it.
    MODEL,
    /// Anything else.
    OTHER;

    /// As files, metrics and the API have it.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
