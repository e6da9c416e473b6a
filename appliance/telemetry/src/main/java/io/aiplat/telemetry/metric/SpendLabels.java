package io.aiplat.telemetry.metric;

/// Whose tokens and money are counted together.
///
/// @param team empty: no team
public record SpendLabels(String model, String team) {
    public SpendLabels other() {
        return new SpendLabels("other", "other");
    }
}
