package io.aiplat.launcher.command.top;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopTextTest {
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:10Z");

    private static JsonNode json(String text) throws JsonProcessingException {
        return new ObjectMapper().readTree(text);
    }

    private static TopReading reading(Instant at, int answered) throws JsonProcessingException {
        return new TopReading(
                at,
                json("""
                        {"version":"1.0.0","started":"2026-11-30T12:00:00Z","endpoint":"http://127.0.0.1:4000/v1",
                         "ready":true,"short":["9 MiB are free"],"gpu":[],"operator":[]}"""),
                json("""
                        [{"index":0,"name":"RTX 4090","utilization_ratio":0.5,"memory_used_bytes":8589934592,
                          "memory_total_bytes":25769803776,"temperature_celsius":61,"power_watts":null}]"""),
                json("[]"),
                json("""
                        [{"route":"fast","upstream":"cloud","health":"well","in_flight":2,"waiting":1,"successes":%d,
                          "failures":3,"first_byte_seconds":0.25}]""".formatted(answered)),
                Map.of("tokens_out", 41.5, "tokens_in", 7.0),
                0);
    }

    @Test
    void theScreenReadsSo() throws JsonProcessingException {
        TopReading reading = reading(NOW, 30).since(reading(NOW.minusSeconds(2), 10), Duration.ofSeconds(2));
        assertEquals(
                String.join(
                        "\n",
                        "aiplat 1.0.0   http://127.0.0.1:4000/v1   ready   up 10.0 s",
                        "requests   2 now, 1 waiting, 10.0 answered a second, 30 in all, 3 failed",
                        "tokens     41.5 made and 7.0 read a second, over the last minute",
                        "!          9 MiB are free",
                        "",
                        "GPU   NAME       BUSY   MEMORY    OF       DEGREES   WATTS",
                        "0     RTX 4090   50 %   8.0 GiB   24 GiB   61        -",
                        "",
                        "MODEL   UPSTREAM   HEALTH   NOW   WAITING   ANSWERED   FAILED   FIRST BYTE",
                        "fast    cloud      well     2     1         30         3        250 ms"),
                String.join("\n", TopText.of(reading)));
    }

    /// An appliance that was started again counts from zero.
    @Test
    void aCounterThatBeganAnewIsNoNegativeRate() throws JsonProcessingException {
        TopReading reading = reading(NOW, 1).since(reading(NOW.minusSeconds(2), 10), Duration.ofSeconds(2));
        assertEquals(0.0, reading.requests());
    }
}
