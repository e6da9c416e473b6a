package io.aiplat.quality.promql;

import java.time.Instant;
import java.util.List;

/// Evaluates PromQL for one moment, as Prometheus' `/api/v1/query` does.
@FunctionalInterface
public interface InstantQuery {
    /// What the expression is at a moment. A scalar is one sample without labels.
    ///
    /// @throws PromQlException if the expression is no PromQL, or none of the subset; its message says where
    List<VectorSample> at(String expression, Instant moment);
}
