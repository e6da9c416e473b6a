package io.aiplat.quality.request;

import io.aiplat.telemetry.Telemetry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Metrics of a request: the series that it was counted in, found by its labels among all that would be scraped now.
final class RequestMetrics {
    private final Telemetry telemetry;

    RequestMetrics(Telemetry telemetry) {
        this.telemetry = telemetry;
    }

    /// @param log the fields of its line
    List<RequestSeries> of(Map<String, String> log) {
        String model = log.getOrDefault("served", "");
        String upstream = log.getOrDefault("upstream", "");
        if (model.isEmpty()) {
            return List.of();
        }
        String team = log.getOrDefault("team", "");
        List<String> scraped = scraped();
        return Stream.of(
                        find(
                                scraped,
                                "aiplat_gateway_requests_total",
                                Map.of(
                                        "model",
                                        model,
                                        "upstream",
                                        upstream,
                                        "surface",
                                        log.getOrDefault("surface", ""),
                                        "code",
                                        log.getOrDefault("status", ""))),
                        find(
                                scraped,
                                "gen_ai_server_request_duration_seconds_count",
                                Map.of("gen_ai_request_model", model, "upstream", upstream)),
                        find(scraped, "aiplat_gateway_tokens_total", Map.of("model", model, "team", team)),
                        find(scraped, "aiplat_gateway_cost_total", Map.of("model", model, "team", team)))
                .flatMap(List::stream)
                .toList();
    }

    private List<String> scraped() {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            telemetry.scrape(text);
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes what is written", e);
        }
        return text.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static List<RequestSeries> find(List<String> scraped, String name, Map<String, String> labels) {
        List<RequestSeries> found = new ArrayList<>();
        for (String line : scraped) {
            int value = line.lastIndexOf(' ');
            if (line.startsWith(name + "{")
                    && labels.entrySet().stream().allMatch(label -> line.contains(written(label)))) {
                found.add(new RequestSeries(line.substring(0, value), Double.parseDouble(line.substring(value + 1))));
            }
        }
        return found;
    }

    /// As Prometheus' text format has it
    /// (https://prometheus.io/docs/instrumenting/exposition_formats/#text-format-details).
    private static String written(Map.Entry<String, String> label) {
        return label.getKey() + "=\""
                + label.getValue().replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }
}
