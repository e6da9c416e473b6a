package io.aiplat.telemetry.metric;

/// Whose tokens and money are counted together.
///
/// @param model the name of the route; `other` beyond the limit
/// @param team  empty: no team
public record SpendLabels(String model, String team) {
    /// The labels of all that are beyond the [CardinalityLimit].
    public SpendLabels other() {
        return new SpendLabels("other", "other");
    }
}
