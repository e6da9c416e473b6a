package io.aiplat.quality.otlp;

import java.util.List;

/// Exported spans: one request of an OTLP exporter.
///
/// @param spans    that can be kept
/// @param rejected how many cannot, because they have no identifiers
public record ExportedSpans(List<ReceivedSpan> spans, int rejected) {
    public ExportedSpans {
        spans = List.copyOf(spans);
    }
}
