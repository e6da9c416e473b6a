package io.aiplat.telemetry;

import java.net.URI;
import java.util.Map;
import java.util.Set;
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
/// @param recorded       teams whose prompts and answers are kept with the spans of a store; [#EVERYBODY] among them
///                       for all, also those without a team
public record TelemetrySettings(
        String version,
        @Nullable URI otlp,
        Map<String, String> otlpHeaders,
        double sampleRatio,
        SemanticConvention convention,
        boolean contentInSpans,
        boolean contentInLog,
        Set<String> recorded) {
    /// In place of a team: whoever asks.
    public static final String EVERYBODY = "*";

    public TelemetrySettings {
        otlpHeaders = Map.copyOf(otlpHeaders);
        recorded = Set.copyOf(recorded);
        if (!(sampleRatio >= 0 && sampleRatio <= 1)) {
            throw new IllegalArgumentException("the sample ratio is " + sampleRatio + ", not 0 to 1");
        }
    }

    /// No spans, no content.
    public static TelemetrySettings quiet(String version) {
        return new TelemetrySettings(version, null, Map.of(), 1, SemanticConvention.V1_41, false, false, Set.of());
    }

    /// Spans of every request to this collector, without content.
    public static TelemetrySettings exporting(String version, URI otlp) {
        return new TelemetrySettings(version, otlp, Map.of(), 1, SemanticConvention.V1_41, false, false, Set.of());
    }

    /// Whether what a team says is kept.
    ///
    /// @param team null for none
    boolean records(@Nullable String team) {
        return !recorded.isEmpty() && (recorded.contains(EVERYBODY) || (team != null && recorded.contains(team)));
    }

    @Override
    public String toString() {
        return "TelemetrySettings[otlp=" + otlp + ", sampleRatio=" + sampleRatio + ", convention=" + convention.id()
                + ", contentInSpans=" + contentInSpans + ", contentInLog=" + contentInLog + ", recorded=" + recorded
                + "]";
    }
}
