package io.aiplat.quality.series;

/// What is known of a metric beyond its samples.
///
/// @param type `counter`, `gauge`, `histogram`, `summary` or `unknown`
/// @param help a sentence; empty where nobody says one
public record MetricFamily(String type, String help) {}
