/// PromQL, the query language of Prometheus: a named subset of it, read and evaluated over series that are kept here.
@NullMarked
package io.aiplat.quality.promql;

import org.jspecify.annotations.NullMarked;
