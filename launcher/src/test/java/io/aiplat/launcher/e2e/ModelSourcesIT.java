package io.aiplat.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.aiplat.model.Digests;
import io.aiplat.supply.BundledModel;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// One model from every kind of place, each until it answers. Hugging Face is played by the test, with a store of
/// another host behind it, for the real one cannot be reached here.
class ModelSourcesIT {
    private static final String COMMIT = "89abcdef0123456789abcdef0123456789abcdef";

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private byte[] smoke;
    private HttpServer hub;
    private HttpServer store;

    @BeforeEach
    void start() throws IOException {
        try (InputStream in = BundledModel.ALL.getFirst().open()) {
            smoke = in.readAllBytes();
        }
        hub = server();
        store = server();
        hub.createContext("/api/models/ann/Tiny-GGUF/revision/main", exchange -> {
            String siblings =
                    "{\"rfilename\":\"tiny-Q8_0.gguf\",\"size\":%1$d,\"lfs\":{\"sha256\":\"%2$s\",\"size\":%1$d}}"
                            .formatted(smoke.length, Digests.sha256(smoke));
            answer(
                    exchange,
                    200,
                    ("{\"sha\":\"" + COMMIT + "\",\"cardData\":{\"license\":\"mit\"},\"siblings\":[" + siblings + "]}")
                            .getBytes(StandardCharsets.UTF_8));
        });
        hub.createContext("/ann/Tiny-GGUF/resolve/" + COMMIT + "/tiny-Q8_0.gguf", exchange -> {
            exchange.getResponseHeaders().set("Location", "http://" + host(store) + "/cdn/tiny.gguf?signed=1");
            answer(exchange, 302, new byte[0]);
        });
        store.createContext("/", this::part);
    }

    @AfterEach
    void stop() {
        hub.stop(0);
        store.stop(0);
    }

    private static HttpServer server() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        return server;
    }

    private static String host(HttpServer server) {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    private void part(HttpExchange exchange) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        asked.add(range + " " + exchange.getRequestHeaders().getFirst("Authorization"));
        exchange.getResponseHeaders().set("ETag", "\"smoke\"");
        if (range == null) {
            answer(exchange, 200, smoke);
            return;
        }
        String[] ends = range.replace("bytes=", "").split("-", 2);
        int from = Integer.parseInt(ends[0]);
        int last = ends[1].isEmpty() ? smoke.length - 1 : Math.min(smoke.length - 1, Integer.parseInt(ends[1]));
        exchange.getResponseHeaders().set("Content-Range", "bytes " + from + "-" + last + "/" + smoke.length);
        answer(exchange, 206, Arrays.copyOfRange(smoke, from, last + 1));
    }

    private static void answer(HttpExchange exchange, int status, byte[] bytes) throws IOException {
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    @Test
    void aModelOfHuggingFaceOfAnAddressAndOfAFileEachAnswers() throws Exception {
        try (Aiplat aiplat = Aiplat.withoutEngine().with("AIPLAT_MODELS_ENGINE", "embedded")) {
            aiplat.with("HF_ENDPOINT", "http://" + host(hub)).with("HF_TOKEN", "hf_s3cret");
            aiplat.run("up").ok();

            // The hub is told the token, and the store that it sends us on to is not.
            aiplat.run("models", "pull", "hf.co/ann/Tiny-GGUF").ok().tells("served as tiny");
            assertEquals("pong", aiplat.answer("tiny", "ping"));
            assertFalse(asked.isEmpty());
            assertFalse(asked.toString().contains("s3cret"), asked.toString());

            // Who wants it by the same reference finds what was brought, and asks nobody for it.
            asked.clear();
            aiplat.run("up", "--model", "hf.co/ann/Tiny-GGUF").ok();
            assertEquals(List.of(), asked);

            // An address, with the digest that it must have.
            String address = "http://" + host(store) + "/other.gguf#sha256=";
            aiplat.run("models", "pull", address + Digests.sha256(smoke)).ok().tells("other");
            assertEquals("pong", aiplat.answer("other", "ping"));
            Result wrong = aiplat.run("models", "pull", address + "0".repeat(64), "--name", "wrong");
            assertTrue(wrong.exit() != 0, wrong::toString);

            // A file.
            Path file = Files.write(aiplat.home.resolve("mine.gguf"), smoke);
            aiplat.run("models", "pull", file.toString()).ok().tells("mine");
            assertEquals("pong", aiplat.answer("mine", "ping"));

            // What is nowhere, and what is nothing.
            aiplat.run("models", "pull", "http://" + host(hub) + "/no.gguf").failsWith(2, "MODELS_NOT_AT_SOURCE");
            aiplat.run("models", "pull", "./no.gguf")
                    .failsWith(2, "MODELS_NO_MODEL_FILE")
                    .tells(aiplat.home.resolveSibling("no.gguf").toString());
            aiplat.run("models", "pull", "s3://bucket/m.gguf").failsWith(2, "MODELS_REFERENCE_UNKNOWN");
            aiplat.run("models", "pull", "http://models.example/m.gguf").failsWith(2, "MODELS_PLAIN_HTTP_REFUSED");
        }
    }

    @Test
    void aModelThatOllamaPushedIntoARegistryAnswersByEitherName() throws Exception {
        try (TestRegistry registry = TestRegistry.open();
                Aiplat aiplat = Aiplat.withoutEngine().with("AIPLAT_MODELS_ENGINE", "embedded")) {
            registry.push("library/aiplat-sources:1");
            aiplat.run("up").ok();
            aiplat.run("models", "pull", "127.0.0.1:5000/library/aiplat-sources:1")
                    .ok();
            assertEquals("pong", aiplat.answer("aiplat-sources:1", "ping"));
            aiplat.run("models", "pull", "oci://127.0.0.1:5000/library/aiplat-sources:1", "--name", "again")
                    .ok();
            assertEquals("pong", aiplat.answer("again", "ping"));
            aiplat.run("models", "pull", "127.0.0.1:5000/library/aiplat-sources:2")
                    .failsWith(2, "MODELS_NOT_AT_SOURCE")
                    .tells("127.0.0.1:5000/library/aiplat-sources:1");
        }
    }
}
