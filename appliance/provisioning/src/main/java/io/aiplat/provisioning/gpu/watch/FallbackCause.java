package io.aiplat.provisioning.gpu.watch;

import java.util.Locale;

/// Cause that a GPU is not used any more.
public enum FallbackCause {
    /// A model that was on a GPU is in main memory.
    MODEL,
    /// The driver does not answer, or counts fewer cards.
    CARD,
    /// The driver is another one than the node was made for.
    DRIVER;

    /// As in labels of metrics.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
