package io.aiplat.telemetry.request;

/// Endpoint label: the names of an endpoint of the gateway in metrics, spans and the log.
public enum EndpointLabel {
    CHAT("chat", "/v1/chat/completions", "chat"),
    COMPLETIONS("completions", "/v1/completions", "text_completion"),
    EMBEDDINGS("embeddings", "/v1/embeddings", "embeddings"),
    RESPONSES("responses", "/v1/responses", "chat"),
    /// Tokens of a response's input.
    INPUT_TOKENS("input_tokens", "/v1/responses/input_tokens", "count_tokens"),
    /// A conversation of responses made shorter.
    COMPACT("compact", "/v1/responses/compact", "chat"),
    /// A response that is kept: read, deleted, its input listed.
    STORED("stored_response", "/v1/responses/{response_id}", "stored_response"),
    MESSAGES("messages", "/v1/messages", "chat"),
    COUNT_TOKENS("count_tokens", "/v1/messages/count_tokens", "count_tokens"),
    RERANK("rerank", "/v1/rerank", "rerank"),
    TRANSCRIPTIONS("transcriptions", "/v1/audio/transcriptions", "transcription"),
    MODELS("models", "/v1/models", "models"),
    /// Whatever was asked for that does not exist.
    UNKNOWN("unknown", "", "unknown");

    private final String label;
    private final String route;
    private final String operation;

    EndpointLabel(String label, String route, String operation) {
        this.label = label;
        this.route = route;
        this.operation = operation;
    }

    /// The value of the label `surface`.
    public String label() {
        return label;
    }

    /// The path, `http.route` of a span; empty for what does not exist.
    public String route() {
        return route;
    }

    /// `gen_ai.operation.name`: the convention's where it has one, else a name of ours.
    public String operation() {
        return operation;
    }
}
