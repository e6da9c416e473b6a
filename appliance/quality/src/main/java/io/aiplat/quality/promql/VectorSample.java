package io.aiplat.quality.promql;

import java.util.Map;

/// One sample of an instant vector: what an expression of PromQL is for one set of labels.
///
/// @param labels by name; without `__name__` where an operator or a function took it away
/// @param value  may be NaN or infinite, as in Prometheus
public record VectorSample(Map<String, String> labels, double value) {
    /// Keeps a copy of the labels.
    public VectorSample {
        labels = Map.copyOf(labels);
    }
}
