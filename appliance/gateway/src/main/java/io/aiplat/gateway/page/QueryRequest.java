package io.aiplat.gateway.page;

import java.util.List;
import java.util.Map;

/// Request with fields, in its query, in a form in its body, or in both.
///
/// @param path   as sent, not decoded
/// @param fields decoded, by name, with those of the body first
public record QueryRequest(String path, Map<String, List<String>> fields) {
    /// The first of a name; empty where there is none.
    public String first(String name) {
        return fields.getOrDefault(name, List.of("")).getFirst();
    }

    /// All of a name.
    public List<String> all(String name) {
        return fields.getOrDefault(name, List.of());
    }
}
