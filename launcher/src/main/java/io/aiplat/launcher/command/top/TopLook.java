package io.aiplat.launcher.command.top;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.launcher.client.ApplianceClient;
import io.aiplat.model.ApplianceException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One look after another at the appliance; what happened between two is a rate.
final class TopLook {
    /// What is a rate over the last minute, by PromQL over the metrics that the appliance keeps.
    private static final Map<String, String> RATES = Map.of(
            "tokens_in", "sum(rate(aiplat_gateway_tokens_total{type=\"input\"}[1m]))",
            "tokens_out", "sum(rate(aiplat_gateway_tokens_total{type=\"output\"}[1m]))");

    private final ApplianceClient client;
    private @Nullable TopReading before;

    TopLook(ApplianceClient client) {
        this.client = client;
    }

    /// What it says now.
    ///
    /// @throws ApplianceException if it does not answer
    TopReading now() {
        TopReading reading = new TopReading(
                Instant.now(),
                client.status(),
                client.admin("GET", "/gpus", null).path("data"),
                client.work("GET", "/resident-models", null).path("data"),
                client.admin("GET", "/deployments", null).path("data"),
                rates(),
                0);
        TopReading last = before;
        before = reading;
        return last == null ? reading : reading.since(last, Duration.between(last.at(), reading.at()));
    }

    private Map<String, Double> rates() {
        Map<String, Double> rates = new LinkedHashMap<>();
        RATES.forEach((name, expression) -> {
            JsonNode sample = client.metrics("/query?query=" + ApplianceClient.encoded(expression))
                    .at("/result/0/value/1");
            rates.put(name, sample.isMissingNode() ? 0 : sample.asDouble());
        });
        return rates;
    }
}
