package io.aiplat.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The programs of docs/how-to/traces.md as they stand there: what foreign SDKs trace is kept and shown, right to the
/// token and to the millionth.
class TracesIT {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    @TempDir
    Path folder;

    @Test
    void whatForeignSdksTraceIsKeptAndShown() throws Exception {
        Scripts.needNode("@langfuse/otel");
        Scripts.needPython("openinference.instrumentation.openai");
        Scripts.needPython("opentelemetry.instrumentation.openai");
        try (Aiplat aiplat = Aiplat.withoutEngine()) {
            aiplat.run("up").ok();
            aiplat.run("traces").ok().tells("No trace is here.").tells("LANGFUSE_BASE_URL");
            Files.writeString(aiplat.home.resolve("gateway.yaml"), """
                    upstreams: {here: {provider: embedded}}
                    models:
                      - {name: smoke, price: {input: 1, output: 2, per: 1K tokens},
                         deployments: [{upstream: here, model: smoke}]}
                    """);
            aiplat.run("teams", "create", "shop").ok();
            String key = aiplat.run("keys", "create", "tracer", "--team", "shop")
                    .ok()
                    .out()
                    .strip();

            langfuse(aiplat, key);
            priced(aiplat, key, "OpenInference", "s2");
            priced(aiplat, key, "OpenLLMetry", null);

            whatWasSaidIsNotOnTheDisk(aiplat);
            aiplat.run("traces", "show", "0".repeat(32)).failsWith(2, "TRACES_UNKNOWN");
        }
    }

    private void langfuse(Aiplat aiplat, String key) throws Exception {
        run(
                Scripts.NODE,
                "js",
                "Langfuse's SDK",
                Map.of(
                        "LANGFUSE_BASE_URL",
                        "http://127.0.0.1:" + aiplat.port,
                        "LANGFUSE_PUBLIC_KEY",
                        "any",
                        "LANGFUSE_SECRET_KEY",
                        key,
                        "NODE_PATH",
                        System.getenv().getOrDefault("NODE_PATH", "")));
        JsonNode trace = newest(aiplat, "", List.of("--session", "s1"));
        assertEquals("buy", trace.path("name").asText());
        assertEquals("u1", trace.path("user").asText());
        assertEquals("beta", trace.path("tags").path(0).asText());
        assertEquals("shop", trace.path("team").asText());
        assertEquals(3, trace.path("observations").asInt());
        assertEquals(120, trace.path("input_tokens").asInt());
        assertEquals(10, trace.path("output_tokens").asInt());
        assertEquals("0.000305", trace.path("cost").decimalValue().toPlainString());
        aiplat.run("traces", "show", trace.path("id").asText(), "--content")
                .ok()
                .tells("span checkout")
                .tells("  generation answer")
                .tells("120+10 tokens  0.000305")
                .tells("FAILED: no such thing")
                .tells("> ping");
    }

    /// A call through the gateway itself: the tokens are those that it counted, and the cost follows from its price.
    private void priced(Aiplat aiplat, String key, String library, @Nullable String session) throws Exception {
        String gateway = "http://127.0.0.1:" + aiplat.port;
        run(
                        Scripts.PYTHON,
                        "python",
                        library,
                        Map.of(
                                "OPENAI_BASE_URL", gateway + "/v1",
                                "OPENAI_API_KEY", key,
                                "OTEL_EXPORTER_OTLP_ENDPOINT", gateway,
                                "OTEL_EXPORTER_OTLP_HEADERS", "Authorization=Bearer%20" + key,
                                "OTEL_SERVICE_NAME", library))
                .tells("pong");
        JsonNode trace = newest(aiplat, library, session == null ? List.of() : List.of("--session", session));
        long input = trace.path("input_tokens").asLong();
        long output = trace.path("output_tokens").asLong();
        assertTrue(input > 0 && output > 0, trace::toString);
        assertEquals(
                (input + 2 * output) * 1_000,
                trace.path("cost").decimalValue().movePointRight(6).longValueExact());
        String tree = aiplat.run("traces", "show", trace.path("id").asText(), "--content")
                .ok()
                .out();
        assertTrue(tree.startsWith("generation ") && tree.contains("ping") && tree.contains("pong"), tree);
    }

    private Result run(String interpreter, String language, String heading, Map<String, String> settings)
            throws IOException {
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("PATH", System.getenv("PATH"));
        environment.put("HOME", folder.toString());
        Path program =
                Files.writeString(folder.resolve("program." + language), PageBlocks.below("traces", heading, language));
        return Running.start(
                        List.of("timeout", "-k", "1", "120", interpreter, program.toString()),
                        environment,
                        folder,
                        Files.createDirectories(folder.resolve("output")))
                .result()
                .ok();
    }

    /// Of one program: the gateway traces the same requests itself.
    private static JsonNode newest(Aiplat aiplat, String service, List<String> which) throws IOException {
        String[] words = Stream.concat(Stream.of("traces", "list", "-o", "json"), which.stream())
                .toArray(String[]::new);
        for (JsonNode trace : JSON.readTree(aiplat.run(words).ok().out()).path("data")) {
            if (trace.path("service").asText().startsWith(service)) {
                return trace;
            }
        }
        throw new AssertionError("no trace of " + service);
    }

    private static void whatWasSaidIsNotOnTheDisk(Aiplat aiplat) throws IOException {
        try (Stream<Path> files = Files.list(aiplat.home.resolve("traces"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
                assertFalse(bytes.contains("pong"), file::toString);
            }
        }
    }
}
