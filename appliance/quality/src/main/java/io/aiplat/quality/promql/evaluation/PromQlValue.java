package io.aiplat.quality.promql.evaluation;

import io.aiplat.quality.promql.SampledSeries;
import java.util.List;

/// What an expression is evaluated to, at one moment.
public sealed interface PromQlValue {
    /// A number.
    record Scalar(double value) implements PromQlValue {}

    /// A string.
    record Text(String value) implements PromQlValue {}

    /// An instant vector, sorted by labels except where `topk` and `bottomk` sort it.
    record Vector(List<LabelledValue> samples) implements PromQlValue {}

    /// A range vector.
    record Matrix(List<SampledSeries> series) implements PromQlValue {}
}
