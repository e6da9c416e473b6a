package io.aiplat.governance.spend;

import java.util.List;

/// What spend is reported by, besides who spent it.
///
/// @param model the public name that was asked for
/// @param tags  sorted, each once
public record SpendDimension(String model, List<String> tags) {
    /// The tags as the store keeps them.
    public String joined() {
        return String.join(",", tags);
    }

    /// The other way round.
    public static SpendDimension of(String model, String joined) {
        return new SpendDimension(model, joined.isEmpty() ? List.of() : List.of(joined.split(",")));
    }
}
