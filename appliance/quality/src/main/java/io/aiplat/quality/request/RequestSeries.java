package io.aiplat.quality.request;

/// Series of a metric in which a request was counted.
///
/// @param selector as PromQL has it
/// @param value    by now, as it is scraped
record RequestSeries(String selector, double value) {}
