package io.aiplat.quality.otlp;

import java.util.List;
import java.util.Map;

/// Span as it was received. Values of attributes are texts, `Boolean`, `Long`, `Double`, and lists and maps of these.
///
/// @param trace      16 bytes as 32 hexadecimal digits in small letters
/// @param id         8 bytes as 16 digits
/// @param parent     8 bytes as 16 digits; empty for the root of a trace
/// @param started    nanoseconds since 1970
/// @param ended      nanoseconds since 1970, not before it started
/// @param failed     whether its status is an error
/// @param message    of its status; empty for none
/// @param attributes of the span
/// @param events     in it, in their order
/// @param resource   attributes of whoever sent it
/// @param scope      name of the library that made it; empty where it is not said
public record ReceivedSpan(
        String trace,
        String id,
        String parent,
        String name,
        long started,
        long ended,
        boolean failed,
        String message,
        Map<String, Object> attributes,
        List<Event> events,
        Map<String, Object> resource,
        String scope) {
    /// Something that happened at one moment.
    ///
    /// @param at nanoseconds since 1970
    public record Event(String name, long at, Map<String, Object> attributes) {}
}
