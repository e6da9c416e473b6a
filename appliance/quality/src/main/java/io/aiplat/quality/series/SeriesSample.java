package io.aiplat.quality.series;

import io.aiplat.quality.promql.LabelSet;

/// A sample of a series, without the time at which it was taken.
///
/// @param labels with the metric's name and the label `job`
public record SeriesSample(LabelSet labels, double value) {}
