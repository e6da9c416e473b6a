package io.aiplat.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/// A person looks for a model before anything runs. The hub is played by the test, for none can be reached here.
class ModelSearchIT {
    private static final String FOUND = """
            [{"id":"ann/Smoke-1B-GGUF","downloads":1234,"gated":false,"tags":["gguf","license:mit"]},
             {"id":"bob/Smoke-2B-GGUF","downloads":5,"gated":"manual","tags":["gguf"]}]
            """;

    private final List<String> asked = new CopyOnWriteArrayList<>();

    private HttpServer hub() throws IOException {
        HttpServer hub = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        hub.createContext("/api/models", exchange -> {
            asked.add(exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] answer = FOUND.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        hub.start();
        return hub;
    }

    @Test
    void findsModelsHereAndOnTheHubAndSaysWhereItCouldNotLook() throws Exception {
        HttpServer hub = hub();
        try (Aiplat aiplat = Aiplat.withoutEngine()) {
            aiplat.with("HF_ENDPOINT", "http://127.0.0.1:" + hub.getAddress().getPort())
                    .with("HF_TOKEN", "hf_s3cret");

            // What is here, what the hub has, and what it takes to have that.
            Result found =
                    aiplat.run("models", "search", "smoke", "--limit", "2").ok();
            found.tells("smoke-embed")
                    .tells("hf.co/ann/Smoke-1B-GGUF")
                    .tells("1234 downloads, mit")
                    .tells("5 downloads, no licence said, terms to accept");
            assertEquals(
                    List.of("/api/models?filter=gguf&sort=downloads&direction=-1&limit=2&search=smoke"
                            + " Bearer hf_s3cret"),
                    asked);
            assertEquals(
                    "hf.co/ann/Smoke-1B-GGUF",
                    aiplat.json("models", "search", "smoke")
                            .path(2)
                            .path("model")
                            .asText());

            // The token is a setting that nobody is shown.
            Result settings = aiplat.run("settings").ok();
            settings.tells("HF_TOKEN");
            assertFalse(settings.toString().contains("s3cret"), settings::toString);

            // Without a network it shows what is here and says what it could not ask; where there is nothing, it fails.
            hub.stop(0);
            aiplat.run("models", "search", "smoke").ok().tells("smoke-embed").tells("MODELS_SOURCE_UNREACHABLE");
            aiplat.run("models", "search", "no-such-model").failsWith(4, "MODELS_SOURCE_UNREACHABLE");
            assertTrue(asked.size() >= 2, asked.toString());
        } finally {
            hub.stop(0);
        }
    }
}
