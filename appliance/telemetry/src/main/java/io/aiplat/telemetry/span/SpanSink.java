package io.aiplat.telemetry.span;

import io.aiplat.model.ApplianceException;
import java.util.List;

/// Sink of the gateway's spans: a store in this process, beside a collector or without one.
@FunctionalInterface
public interface SpanSink {
    /// Keeps the spans of some requests, all of them or none. One thread calls it, for which no request waits.
    ///
    /// @throws ApplianceException if they cannot be kept; they are lost then, and counted
    void take(List<RequestSpans> requests);
}
