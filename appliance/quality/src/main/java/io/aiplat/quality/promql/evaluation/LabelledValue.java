package io.aiplat.quality.promql.evaluation;

import io.aiplat.quality.promql.LabelSet;

/// A sample of a vector, at the moment that is evaluated.
public record LabelledValue(LabelSet labels, double value) {}
