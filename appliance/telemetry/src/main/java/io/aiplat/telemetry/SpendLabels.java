package io.aiplat.telemetry;

/// Whose tokens and money are counted together.
///
/// @param team empty: no team
record SpendLabels(String model, String team) {
    SpendLabels other() {
        return new SpendLabels("other", "other");
    }
}
