/// Evaluation of PromQL, by the rules of Prometheus' own engine.
@NullMarked
package io.aiplat.quality.promql.evaluation;

import org.jspecify.annotations.NullMarked;
