package io.aiplat.telemetry.span;

import java.util.Map;

/// Span of the gateway, with the attributes that a collector would get.
///
/// @param trace      32 hexadecimal digits
/// @param id         16 hexadecimal digits
/// @param parent     16 hexadecimal digits; empty where the trace begins
/// @param started    nanoseconds since 1970
/// @param ended      nanoseconds since 1970
/// @param attributes texts, `Boolean`, `Long`, `Double`, and lists of these, by their names
public record GatewaySpan(
        String trace,
        String id,
        String parent,
        String name,
        long started,
        long ended,
        boolean failed,
        Map<String, Object> attributes) {}
