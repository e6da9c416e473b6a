package io.aiplat.console;

import io.aiplat.quality.promql.LabelSet;
import io.aiplat.quality.series.SeriesSample;
import io.aiplat.quality.series.SeriesStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// An hour of samples of a gateway that answers one request in five seconds, of which one in twenty fails.
final class MeasuredHour {
    private static final Duration STEP = Duration.ofSeconds(15);

    private MeasuredHour() {}

    /// Puts it into a store.
    static void into(SeriesStore store) {
        Instant now = Instant.now();
        for (Instant at = now.minus(Duration.ofMinutes(70)); at.isBefore(now); at = at.plus(STEP)) {
            double requests =
                    Duration.between(now.minus(Duration.ofMinutes(70)), at).toSeconds() / 5.0;
            store.add(
                    "aiplat",
                    at.toEpochMilli(),
                    List.of(
                            sample("aiplat_gateway_requests_total", Map.of("code", "200"), requests * 0.95),
                            sample("aiplat_gateway_requests_total", Map.of("code", "500"), requests * 0.05),
                            sample("aiplat_disk_size_bytes", Map.of(), 16L << 30),
                            sample("aiplat_disk_free_bytes", Map.of(), 4L << 30),
                            sample("aiplat_memory_available_bytes", Map.of(), 4L << 30)));
        }
    }

    private static SeriesSample sample(String name, Map<String, String> labels, double value) {
        return new SeriesSample(
                LabelSet.of(labels)
                        .with(LabelSet.NAME, name)
                        .with("job", "aiplat")
                        .with("instance", "here"),
                value);
    }
}
