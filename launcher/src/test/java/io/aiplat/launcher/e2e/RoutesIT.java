package io.aiplat.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.testkit.Eventually;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import org.junit.jupiter.api.Test;

/// gateway.yaml in the home: names, prices and bounds of models, while the appliance serves.
class RoutesIT {
    private static final String ROUTES = """
            upstreams:
              here: {provider: embedded}
            models:
              - name: smoke
                deployments: [{upstream: here, model: smoke, context: 512}]
                price: {input: 1, output: 2, per: 1K tokens}
                max_output_tokens: 4
            aliases: {fast: smoke}
            """;

    @Test
    void theFileNamesPricesAndBoundsModelsAndIsFollowedWhenItChanges() throws Exception {
        try (Aiplat aiplat = Aiplat.withoutEngine()) {
            // A file that is wrong is told of before anything is started.
            write(aiplat, "port: 4000\nmodls: []\n");
            aiplat.run("up")
                    .failsWith(3, "ROUTING_UNKNOWN_KEY")
                    .tells("gateway.yaml:1:7")
                    .tells("gateway.yaml:2:1")
                    .tells("Did you mean 'models'?");
            assertEquals(7, aiplat.run("status").exit());

            // The alias answers, and no longer than the file lets it.
            write(aiplat, ROUTES);
            aiplat.run("gateway", "check").ok().tells("gateway.yaml is right");
            aiplat.run("up").ok();
            assertEquals("pong", aiplat.answer("fast", "ping"));
            HttpResponse<String> long_ = aiplat.ask("fast", "What is the capital of Italy?");
            assertTrue(long_.body().contains("\"finish_reason\":\"length\""), long_.body());

            // It costs what the file says, and the models it does not name are there besides.
            JsonNode spent = spent(aiplat);
            assertEquals("fast", spent.path("name").asText(), "the name it was asked by");
            double price = spent.path("input_tokens").asLong()
                    + 2.0 * spent.path("output_tokens").asLong();
            assertEquals(price / 1000, spent.path("cost").asDouble(), 1e-9, spent.toString());
            assertTrue(spent.path("output_tokens").asLong() <= 8, spent.toString());
            assertTrue(aiplat.models().contains("\"smoke-embed\""));
            assertTrue(aiplat.ask("fast", "harbor ".repeat(600)).body().contains("512"), "the file's context holds");

            assertEquals(
                    "smoke",
                    aiplat.json("gateway", "routes").path(0).path("route").asText());

            // Another alias, while it serves.
            long pid = aiplat.appliance().pid();
            write(aiplat, ROUTES.replace("fast", "quick"));
            await("quick is served", () -> aiplat.ask("quick", "ping").statusCode() == 200);
            assertEquals(404, aiplat.ask("fast", "ping").statusCode());

            // A file that is broken is left aside, and said so.
            write(aiplat, "models: [\n");
            await(
                    "status tells of the wrong file",
                    () -> aiplat.run("status").ok().out().contains("gateway.yaml is wrong now"));
            assertEquals("pong", aiplat.answer("quick", "ping"));
            aiplat.run("gateway", "check").failsWith(3, "ROUTING_FILE_MALFORMED");
            aiplat.run("logs", "appliance").ok().tells("ROUTING_FILE_MALFORMED");

            // As is one that is gone: its prices must not go with it.
            Files.delete(aiplat.home.resolve("gateway.yaml"));
            await(
                    "status tells of the missing file",
                    () -> aiplat.run("status").ok().out().contains("gateway.yaml is not there any more."));
            assertEquals("pong", aiplat.answer("quick", "ping"));
            assertEquals(pid, aiplat.appliance().pid(), "nothing of this needed another process");
        }
    }

    @Test
    void theDefaultModelIsInMemoryBeforeAnybodyAsks() throws Exception {
        try (Aiplat aiplat = Aiplat.withoutEngine()) {
            aiplat.run("up").ok();
            await("smoke is loaded", () -> loaded(aiplat, "smoke"));
            assertFalse(loaded(aiplat, "smoke-embed"));
            aiplat.run("up", "--set", "models.keep-loaded=false").ok();
            assertFalse(loaded(aiplat, "smoke"));
        }
    }

    @Test
    void anOllamaIsToldWhatTheFileSays() throws Exception {
        try (Aiplat aiplat = Aiplat.withoutEngine().withOllama()) {
            write(aiplat, ROUTES);
            aiplat.run("up").ok();
            await("a model is in memory", () -> !aiplat.inMemory().isEmpty());
            assertKept(aiplat.inMemory());

            // A request neither loads it anew nor shortens its stay.
            assertEquals("pong", aiplat.answer("fast", "ping"));
            assertKept(aiplat.inMemory());

            // Unless the file says how long it stays.
            write(aiplat, ROUTES.replace("context: 512", "context: 512, keep_alive: 0"));
            await(
                    "fast answers and is unloaded",
                    () -> aiplat.ask("fast", "ping").statusCode() == 200
                            && aiplat.inMemory().isEmpty());
        }
    }

    @Test
    void aGatewayByItselfServesTheModelsOfTheHome() throws Exception {
        String key = "sk-mine-12345";
        try (Aiplat aiplat = Aiplat.withoutEngine()) {
            aiplat.run("up").ok();
            aiplat.run("down", "--yes").ok();
            Path alone = aiplat.home.resolve("alone.yaml");
            Files.writeString(alone, ROUTES + "keys: [{name: me, key: " + key + "}]\n");
            Running gateway = aiplat.start("gateway", "run", "--config", alone.toString(), "--port", "" + aiplat.port)
                    .awaits("Serving ");
            assertEquals(200, aiplat.chat(key, "fast").statusCode());
            assertEquals(404, aiplat.chat(key, "smoke-embed").statusCode(), "nothing is served besides");

            Files.writeString(alone, ROUTES.replace("fast", "quick") + "keys: [{name: me, key: " + key + "}]\n");
            gateway.awaits("again.");
            assertEquals(200, aiplat.chat(key, "quick").statusCode());
            Files.writeString(alone, "modls: []\n");
            gateway.awaits("ROUTING_UNKNOWN_KEY");
            assertEquals(200, aiplat.chat(key, "quick").statusCode());
            assertEquals(0, gateway.terminate().result().exit());
        }
    }

    private static void assertKept(JsonNode inMemory) {
        assertEquals(1, inMemory.size(), inMemory.toString());
        JsonNode smoke = inMemory.path(0);
        assertEquals("smoke:latest", smoke.path("name").asText());
        assertEquals(512, smoke.path("context_length").asInt(), inMemory.toString());
        OffsetDateTime end = OffsetDateTime.parse(smoke.path("expires_at").asText());
        assertTrue(end.isAfter(OffsetDateTime.now().plusYears(1)), inMemory.toString());
    }

    private static void write(Aiplat aiplat, String routes) throws Exception {
        Files.createDirectories(aiplat.home);
        Files.writeString(aiplat.home.resolve("gateway.yaml"), routes);
    }

    private static boolean loaded(Aiplat aiplat, String name) throws Exception {
        for (JsonNode model : aiplat.json("models", "list")) {
            if (model.path("name").asText().equals(name)) {
                return model.path("loaded").asBoolean();
            }
        }
        throw new AssertionError("no model " + name);
    }

    /// What was spent on the model with a price; a gateway writes what ended a quarter of a second ago.
    private static JsonNode spent(Aiplat aiplat) throws Exception {
        await(
                "it is booked",
                () -> aiplat.json("spend", "--by", "model")
                                .path("data")
                                .path(0)
                                .path("requests")
                                .asInt()
                        == 2);
        return aiplat.json("spend", "--by", "model").path("data").path(0);
    }

    private static void await(String fact, Eventually.Condition<Exception> condition) throws Exception {
        Eventually.holds(fact, Duration.ofSeconds(30), condition);
    }
}
