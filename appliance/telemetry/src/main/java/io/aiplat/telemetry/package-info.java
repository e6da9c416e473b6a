/// What is seen of requests: metrics, traces, the request log.
@NullMarked
package io.aiplat.telemetry;

import org.jspecify.annotations.NullMarked;
