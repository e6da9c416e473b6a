package io.aiplat.gateway;

import io.aiplat.telemetry.Surface;
import org.jspecify.annotations.Nullable;

/// What a model is asked to do, by the address it is asked at.
enum Operation {
    /// Go on with a conversation.
    CHAT(Surface.CHAT, true),
    /// Vectors for texts.
    EMBEDDINGS(Surface.EMBEDDINGS, false);

    /// Where the addresses of all operations begin.
    static final String API = "/v1";

    private final Surface surface;
    private final boolean generates;

    Operation(Surface surface, boolean generates) {
        this.surface = surface;
        this.generates = generates;
    }

    /// The operation at an address; null for none.
    static @Nullable Operation at(String path) {
        for (Operation operation : values()) {
            if (operation.path().equals(path)) {
                return operation;
            }
        }
        return null;
    }

    /// Whether the answer has tokens of its own.
    boolean generates() {
        return generates;
    }

    /// As it is called in metrics, traces and the log.
    Surface surface() {
        return surface;
    }

    /// The address.
    String path() {
        return surface.route();
    }
}
