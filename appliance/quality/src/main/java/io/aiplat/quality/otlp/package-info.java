/// Reader of spans as the OpenTelemetry protocol sends them over HTTP
/// (https://opentelemetry.io/docs/specs/otlp/#otlphttp), in both encodings.
@NullMarked
package io.aiplat.quality.otlp;

import org.jspecify.annotations.NullMarked;
