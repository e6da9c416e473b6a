package io.aiplat.quality.otlp;

import java.util.List;

/// Export of spans: one request of an OTLP exporter.
///
/// @param spans    that can be kept
/// @param rejected how many cannot, because they have no identifiers
public record SpanExport(List<ReceivedSpan> spans, int rejected) {
    public SpanExport {
        spans = List.copyOf(spans);
    }
}
