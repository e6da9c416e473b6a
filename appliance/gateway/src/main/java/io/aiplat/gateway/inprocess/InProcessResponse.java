package io.aiplat.gateway.inprocess;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Response to a call inside this process: an answer, or what was wrong in the words of the API that was asked.
public final class InProcessResponse {
    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;

    /// @param headers by their names in lower case
    InProcessResponse(int status, Map<String, String> headers, byte[] body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    /// As over HTTP: 200 for an answer, 429 for a limit.
    public int status() {
        return status;
    }

    /// Whether it is an answer.
    public boolean isSuccess() {
        return status < 300;
    }

    /// A header; null if it has none of that name.
    public @Nullable String header(String name) {
        return headers.get(name.toLowerCase(Locale.ROOT));
    }

    /// All that is not handed to an [EventConsumer].
    public byte[] body() {
        return body;
    }
}
