package io.aiplat.telemetry;

/// Every key of a line of the request log, in the line's order. A promise: docs/reference/telemetry.md is made of
/// it.
enum LogKey {
    TIME("time", "when the request began, UTC, milliseconds", ""),
    ID("id", "as in `x-request-id`"),
    TRACE("trace", "id of the trace"),
    KEY("key", "name of the key, never the key"),
    TEAM("team", "its team"),
    SURFACE("surface", "the endpoint, as in the label `surface`"),
    ASKED("asked", "the model in the client's words"),
    SERVED("served", "the configured model that answered"),
    UPSTREAM("upstream", "the upstream that answered, or was asked last"),
    ATTEMPTS("attempts", "how many upstreams were asked, one after another"),
    STATUS("status", "HTTP status; 499: the client went first"),
    ERROR("error", "code of the error"),
    TTFT("ttft_ms", "milliseconds to the first token, when streamed"),
    TOTAL("total_ms", "milliseconds in all"),
    INPUT("tokens_in", "tokens read"),
    OUTPUT("tokens_out", "tokens made"),
    CACHED("tokens_cached", "of those read, how many from the upstream's cache"),
    REASONING("tokens_reasoning", "of those made, how many were reasoning, as far as the upstream says"),
    ESTIMATED("estimated", "whether the tokens are our estimate"),
    COST("cost", "in units of the currency, six decimals"),
    CURRENCY("currency", "its currency"),
    STREAM("stream", "how the stream ended: `ended`, `cut`, `blocked`, `client_gone`"),
    CACHE("cache", "`hit`, `miss` or `off`"),
    BYTES_IN("bytes_in", "bytes of the request's body"),
    BYTES_OUT("bytes_out", "bytes of the answer's body"),
    DROPPED("dropped", "parameters that were left out, as in `x-aiplat-dropped-params`"),
    CONFINED("confined", "what kept the request in the house: `model:NAME` or `guard:NAME`"),
    COLD_START("cold_start_ms", "milliseconds that it waited for a server to be started"),
    GPU("gpu_seconds", "seconds of a GPU that fall to it: its time at the server, times the GPUs, over who was there"),
    PROMPT("prompt", "the prompt; the key is there only when asked for"),
    ANSWER("answer", "the answer; the key is there only when asked for");

    private final String id;
    private final String says;
    private final String lead;

    LogKey(String id, String says) {
        this(id, says, " ");
    }

    /// @param before the key, which is nothing for the first one
    LogKey(String id, String says, String before) {
        this.id = id;
        this.says = says;
        this.lead = before + id + "=";
    }

    String id() {
        return id;
    }

    /// What stands in a line before its value.
    String lead() {
        return lead;
    }

    String says() {
        return says;
    }
}
