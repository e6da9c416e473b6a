package io.aiplat.quality.intake;

import io.aiplat.quality.observation.SpanMapping;
import io.aiplat.quality.otlp.ReceivedSpan;
import io.aiplat.quality.trace.SentObservations;
import io.aiplat.quality.trace.TraceSender;
import io.aiplat.quality.trace.TraceStore;
import io.aiplat.telemetry.span.GatewaySpan;
import io.aiplat.telemetry.span.RequestSpans;
import io.aiplat.telemetry.span.SpanSink;
import java.util.List;
import java.util.Map;

/// Intake of the gateway's own spans: they are read as those of other programs are, and belong to whoever's key it
/// was.
public final class GatewaySpanIntake implements SpanSink {
    private static final Map<String, Object> RESOURCE = Map.of("service.name", TraceStore.GATEWAY);

    private final TraceStore store;

    /// @param store closed by whoever made it, after the telemetry that this is given to
    public GatewaySpanIntake(TraceStore store) {
        this.store = store;
    }

    @Override
    public void take(List<RequestSpans> requests) {
        store.addAll(requests.stream()
                .map(request -> new SentObservations(
                        new TraceSender(request.key(), request.team()),
                        request.spans().stream()
                                .map(GatewaySpanIntake::received)
                                .map(SpanMapping::of)
                                .toList()))
                .toList());
    }

    private static ReceivedSpan received(GatewaySpan span) {
        // Its words for what went wrong are a code, which is an attribute.
        String message = span.failed() ? String.valueOf(span.attributes().getOrDefault("error.type", "")) : "";
        return new ReceivedSpan(
                span.trace(),
                span.id(),
                span.parent(),
                span.name(),
                span.started(),
                span.ended(),
                span.failed(),
                message,
                span.attributes(),
                List.of(),
                RESOURCE,
                "");
    }
}
