package io.aiplat.telemetry;

import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a person may choose of what is seen.
///
/// @param version        `service.version` of the spans
/// @param otlp           the collector's base address, `http://host:4318`; none: no spans are made
/// @param otlpHeaders    sent to the collector, for its key; never printed
/// @param sampleRatio    of requests without a trace of their own, the part that gets spans: 0 to 1
/// @param convention     the names in spans
/// @param contentInSpans whether spans carry prompts and answers
/// @param contentInLog   whether log lines carry prompts and answers
public record TelemetrySettings(
        String version,
        @Nullable URI otlp,
        Map<String, String> otlpHeaders,
        double sampleRatio,
        SemanticConvention convention,
        boolean contentInSpans,
        boolean contentInLog) {
    public TelemetrySettings {
        otlpHeaders = Map.copyOf(otlpHeaders);
        if (!(sampleRatio >= 0 && sampleRatio <= 1)) {
            throw new IllegalArgumentException("the sample ratio is " + sampleRatio + ", not 0 to 1");
        }
    }

    /// No spans, no content.
    public static TelemetrySettings quiet(String version) {
        return new TelemetrySettings(version, null, Map.of(), 1, SemanticConvention.V1_41, false, false);
    }

    /// Spans of every request to this collector, without content.
    public static TelemetrySettings exporting(String version, URI otlp) {
        return new TelemetrySettings(version, otlp, Map.of(), 1, SemanticConvention.V1_41, false, false);
    }

    @Override
    public String toString() {
        return "TelemetrySettings[otlp=" + otlp + ", sampleRatio=" + sampleRatio + ", convention=" + convention.id()
                + ", contentInSpans=" + contentInSpans + ", contentInLog=" + contentInLog + "]";
    }
}
