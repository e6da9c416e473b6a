/// What is wrong now: alerts with Prometheus' states and times, silences, and the file that they outlive a restart in.
@NullMarked
package io.aiplat.quality.alert.state;

import org.jspecify.annotations.NullMarked;
