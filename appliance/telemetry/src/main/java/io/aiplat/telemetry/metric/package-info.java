/// Prometheus metrics: their table of names and labels, and the counters, histograms and gauges registered for
/// them.
@NullMarked
package io.aiplat.telemetry.metric;

import org.jspecify.annotations.NullMarked;
