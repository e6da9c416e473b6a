package io.aiplat.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FitApiTest {
    private static final JsonMapper JSON = new JsonMapper();

    private final RunningConsole console = new RunningConsole();

    @AfterEach
    void close() {
        console.close();
    }

    private HttpResponse<String> fit(String nameAndQuery) {
        return console.get("/admin/v1/models/" + nameAndQuery, RunningConsole.WITH_KEY);
    }

    private static JsonNode json(HttpResponse<String> response) throws Exception {
        assertEquals(200, response.statusCode(), response.body());
        return JSON.readTree(response.body());
    }

    @Test
    void aModelIsAddedUpAsItIsServed() throws Exception {
        JsonNode fit = json(fit("smoke/fit"));
        assertEquals(256, fit.path("context").asInt());
        assertEquals(3_050_496, fit.path("weights_bytes").asLong());
        assertEquals(512 << 10, fit.path("cache_bytes").asLong());
        assertEquals("memory", fit.path("verdict").asText());
        assertEquals(12L << 30, fit.path("memory_free_bytes").asLong());
        assertTrue(fit.path("alternatives").isEmpty(), fit.toString());
    }

    @Test
    void contextAndCacheAreAsked() throws Exception {
        JsonNode fit = json(fit("smoke/fit?context=4096&cache_type=q8_0"));
        assertEquals((8 << 20) * 17L / 32, fit.path("cache_bytes").asLong());
        assertEquals(
                1088,
                fit.path("cache_bytes_per_token").asLong(),
                "four layers of 128 keys and values, 34 bytes for 32");
    }

    @Test
    void whatIsWrongIsNamed() {
        assertEquals(404, fit("other/fit").statusCode());
        assertEquals(400, fit("smoke/fit?context=0").statusCode());
        assertEquals(400, fit("smoke/fit?cache_type=q9").statusCode());
    }
}
