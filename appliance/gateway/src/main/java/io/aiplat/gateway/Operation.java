package io.aiplat.gateway;

import org.jspecify.annotations.Nullable;

/// What a model is asked to do, by the address it is asked at.
enum Operation {
    /// Go on with a conversation.
    CHAT("/v1/chat/completions", true),
    /// Vectors for texts.
    EMBEDDINGS("/v1/embeddings", false);

    /// Where the addresses of all operations begin.
    static final String API = "/v1";

    private final String path;
    private final boolean generates;

    Operation(String path, boolean generates) {
        this.path = path;
        this.generates = generates;
    }

    /// The operation at an address; null for none.
    static @Nullable Operation at(String path) {
        for (Operation operation : values()) {
            if (operation.path.equals(path)) {
                return operation;
            }
        }
        return null;
    }

    /// Whether the answer has tokens of its own.
    boolean generates() {
        return generates;
    }

    /// The address.
    String path() {
        return path;
    }
}
