package io.aiplat.launcher.command.top;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.launcher.command.models.ModelText;
import io.aiplat.launcher.render.Quantity;
import io.aiplat.launcher.render.Table;
import io.aiplat.launcher.render.TerminalText;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;

/// A reading as lines for a person.
final class TopText {
    private TopText() {}

    /// The lines; a part that has nothing is left out.
    static List<String> of(TopReading reading) {
        List<String> lines = new ArrayList<>();
        lines.add(head(reading));
        lines.add(String.format(
                Locale.ROOT,
                "requests   %d now, %d waiting, %.1f answered a second, %d in all, %d failed",
                reading.sum("in_flight"),
                reading.sum("waiting"),
                reading.requests(),
                reading.sum("successes"),
                reading.sum("failures")));
        lines.add(String.format(
                Locale.ROOT,
                "tokens     %.1f made and %.1f read a second, over the last minute",
                reading.rates().getOrDefault("tokens_out", 0.0),
                reading.rates().getOrDefault("tokens_in", 0.0)));
        for (String trouble : List.of("short", "gpu", "operator")) {
            reading.status().path(trouble).forEach(sentence -> lines.add("!          " + sentence.asText()));
        }
        part(lines, reading.gpus(), gpus(reading.gpus()));
        part(lines, reading.models(), ModelText.residents(reading.models()));
        part(lines, reading.places(), places(reading.places()));
        return lines.stream().map(TerminalText::line).toList();
    }

    private static String head(TopReading reading) {
        JsonNode status = reading.status();
        Duration up = Duration.between(Instant.parse(status.path("started").asText()), reading.at());
        return String.format(
                Locale.ROOT,
                "aiplat %s   %s   %s   up %s",
                status.path("version").asText(),
                status.path("endpoint").asText(),
                status.path("ready").asBoolean()
                        ? "ready"
                        : "not ready: " + status.path("reason").asText(),
                Quantity.time(up.truncatedTo(ChronoUnit.SECONDS)));
    }

    private static void part(List<String> lines, JsonNode things, String text) {
        if (!things.isEmpty()) {
            lines.add("");
            text.lines().forEach(lines::add);
        }
    }

    private static String gpus(JsonNode gpus) {
        Table table = new Table("GPU", "NAME", "BUSY", "MEMORY", "OF", "DEGREES", "WATTS");
        for (JsonNode gpu : gpus) {
            table.row(
                    gpu.path("index").asText(),
                    gpu.path("name").asText(),
                    figure(gpu.path("utilization_ratio"), TopText::percent),
                    Quantity.memory(gpu.path("memory_used_bytes").asLong()),
                    Quantity.memory(gpu.path("memory_total_bytes").asLong()),
                    figure(gpu.path("temperature_celsius"), TopText::whole),
                    figure(gpu.path("power_watts"), TopText::whole));
        }
        return table.toText();
    }

    private static String places(JsonNode places) {
        Table table = new Table("MODEL", "UPSTREAM", "HEALTH", "NOW", "WAITING", "ANSWERED", "FAILED", "FIRST BYTE");
        for (JsonNode place : places) {
            table.row(
                    place.path("route").asText(),
                    place.path("upstream").asText(),
                    place.path("health").asText(),
                    place.path("in_flight").asText(),
                    place.path("waiting").asText(),
                    place.path("successes").asText(),
                    place.path("failures").asText(),
                    figure(place.path("first_byte_seconds"), seconds -> whole(seconds * 1000) + " ms"));
        }
        return table.toText();
    }

    private static String figure(JsonNode value, DoubleFunction<String> form) {
        return value.isNumber() && value.asDouble() != 0 ? form.apply(value.asDouble()) : "-";
    }

    private static String percent(double ratio) {
        return String.format(Locale.ROOT, "%.0f %%", ratio * 100);
    }

    private static String whole(double figure) {
        return String.format(Locale.ROOT, "%.0f", figure);
    }
}
