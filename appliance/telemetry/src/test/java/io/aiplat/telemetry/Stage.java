package io.aiplat.telemetry;

import io.aiplat.model.spend.TokenUsage;
import io.aiplat.telemetry.request.CacheOutcome;
import io.aiplat.telemetry.request.StreamOutcome;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;

/// A telemetry whose time stands still until a test moves it, and the lines it logged.
final class Stage {
    long nanos = 1_000;
    final List<String> lines = new ArrayList<>();
    final List<String> troubles = new CopyOnWriteArrayList<>();
    final LongSupplier ticks = () -> nanos;
    final Clock clock = Clock.fixed(Instant.parse("2026-11-21T10:00:00.025Z"), ZoneOffset.UTC);

    Telemetry telemetry(TelemetrySettings settings) {
        return new Telemetry(settings, lines::add, troubles::add, clock, ticks);
    }

    void pass(long millis) {
        nanos += millis * 1_000_000;
    }

    /// A streamed chat that is retried once and ends well after 1.25 s.
    RequestRecord chat(Telemetry telemetry, String traceparent) {
        RequestRecord request = telemetry.begin("req-1", TestLabel.CHAT, traceparent, "vendor=1");
        request.caller("laptop", "research");
        request.asked("fast", true);
        request.model("qwen3");
        request.queued("ollama-1", 50_000_000);
        pass(50);
        AttemptRecord first =
                request.attempt(telemetry.forRoute("qwen3", "ollama-1", "ollama", TestLabel.CHAT), "10.0.0.1", 11434);
        pass(100);
        first.failed("503");
        AttemptRecord second =
                request.attempt(telemetry.forRoute("qwen3", "ollama-2", "ollama", TestLabel.CHAT), "10.0.0.2", 11434);
        pass(100);
        second.firstChunk();
        request.firstToken();
        pass(1_000);
        second.answeredAs("up-1", "qwen3:8b", "stop");
        second.used(new TokenUsage(20, 101, 5L, 3L, 40L, false));
        second.held(1_100_000_000, 500_000_000);
        second.succeeded();
        request.used(new TokenUsage(20, 101, 5L, 3L, 40L, false));
        request.cost(1_250, "EUR");
        request.cache(CacheOutcome.MISS);
        request.streamed(StreamOutcome.ENDED);
        request.bytes(300, 4_000);
        request.answered(200, null);
        return request;
    }
}
