package io.aiplat.telemetry.span;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Spans of one request.
///
/// @param key   name of the key that asked
/// @param team  of the key; null for none
/// @param spans that of the request, then one for each attempt at an upstream
public record RequestSpans(String key, @Nullable String team, List<GatewaySpan> spans) {
    public RequestSpans {
        spans = List.copyOf(spans);
    }
}
