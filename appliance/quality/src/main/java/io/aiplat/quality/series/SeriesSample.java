package io.aiplat.quality.series;

import io.aiplat.quality.promql.LabelSet;

/// A sample of a series, without the time at which it was taken.
record SeriesSample(LabelSet labels, double value) {}
