/// Prometheus' HTTP API over what is kept here, so that whoever reads a Prometheus reads aiplat.
@NullMarked
package io.aiplat.quality.prometheus;

import org.jspecify.annotations.NullMarked;
