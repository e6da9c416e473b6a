package io.aiplat.governance;

import java.util.List;

/// What spend is reported by, besides who spent it.
///
/// @param tags sorted, each once
record Label(String model, List<String> tags) {
    /// The tags as the store keeps them.
    String joined() {
        return String.join(",", tags);
    }

    /// The other way round.
    static Label of(String model, String joined) {
        return new Label(model, joined.isEmpty() ? List.of() : List.of(joined.split(",")));
    }
}
