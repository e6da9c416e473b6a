package io.aiplat.launcher.command.top;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.launcher.command.models.ModelText;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// What the appliance said at one moment.
///
/// @param at       the moment
/// @param status   as `/admin/v1/status` has it
/// @param gpus     a list, as `/admin/v1/gpus` has it
/// @param models   those in memory
/// @param places   every place that answers, as `/admin/v1/deployments` has it
/// @param rates    a second, over the last minute: `tokens_in`, `tokens_out`
/// @param requests answered a second since the reading before, of all places together
record TopReading(
        Instant at,
        JsonNode status,
        JsonNode gpus,
        JsonNode models,
        JsonNode places,
        Map<String, Double> rates,
        double requests) {
    /// The same with the rate since an earlier one. Counters that began anew count from zero.
    TopReading since(TopReading before, Duration apart) {
        long answered = sum("successes") - before.sum("successes");
        double seconds = Math.max(0.001, apart.toMillis() / 1000.0);
        return new TopReading(at, status, gpus, models, places, rates, Math.max(0, answered) / seconds);
    }

    /// A figure of all places together.
    long sum(String figure) {
        long sum = 0;
        for (JsonNode place : places) {
            sum += place.path(figure).asLong();
        }
        return sum;
    }

    /// For a program.
    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("at", at.toString());
        json.put("ready", status.path("ready").asBoolean());
        json.put("requests_in_flight", sum("in_flight"));
        json.put("requests_waiting", sum("waiting"));
        json.put("answered", sum("successes"));
        json.put("failed", sum("failures"));
        rates.forEach((name, rate) -> json.put(name + "_per_second", rate));
        json.put("gpus", ModelText.value(gpus));
        json.put("models", ModelText.value(models));
        json.put("places", ModelText.value(places));
        return json;
    }
}
