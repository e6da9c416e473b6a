package io.aiplat.gateway;

import static io.aiplat.gateway.RunningGateway.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.inference.llamacpp.LlamaServerCommand;
import io.aiplat.inference.llamacpp.LlamaServerEngine;
import io.aiplat.inference.llamacpp.LlamaServerLimits;
import io.aiplat.inference.process.PoolLimits;
import io.aiplat.model.Progress;
import io.aiplat.supply.BundledModel;
import io.aiplat.supply.folder.FolderModelStore;
import io.aiplat.supply.folder.ModelFolder;
import io.aiplat.testkit.LlamaServerBinary;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What clients see of `llama-server` behind the gateway: its own answers.
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class LlamaServerGatewayIT {
    /// A red square of 28 by 28.
    private static final String RED =
            "iVBORw0KGgoAAAANSUhEUgAAABwAAAAcCAIAAAD9b0jDAAAAJElEQVR4nGM4ISdHdcQwauiooaOGjho6auio"
                    + "oaOGjho6MgwFADx0HG4cCHkQAAAAAElFTkSuQmCC";

    @TempDir
    static Path home;

    private static LlamaServerEngine engine;
    private static RunningGateway gateway;

    @BeforeAll
    static void start() throws IOException {
        ModelFolder folder = new ModelFolder(home.resolve("models"));
        // One process, so that the models have to make room for each other.
        engine = new LlamaServerEngine(
                folder,
                home.resolve("logs"),
                new LlamaServerCommand(LlamaServerBinary.needed(), home, System.getenv()),
                new LlamaServerLimits(new PoolLimits(1, 2, 8, Duration.ofMinutes(5)), Duration.ofSeconds(60)),
                () -> Long.MAX_VALUE);
        FolderModelStore store = new FolderModelStore(folder, engine);
        BundledModel.ALL.forEach(model -> store.put(model, Progress.NONE));
        store.pull(ranker().toString(), Progress.NONE);
        Path sees = home.resolve("models").resolve("smoke-sees");
        Files.createDirectories(sees);
        try (Stream<Path> smoke = Files.list(home.resolve("models").resolve("smoke"))) {
            for (Path file : smoke.toList()) {
                Files.copy(file, sees.resolve(file.getFileName()));
            }
        }
        TinyProjector.write(sees.resolve("mmproj.gguf"));
        gateway = new RunningGateway(engine);
    }

    /// No tiny model that ranks is known; smoke-embed whose file says that it does is loaded as one, and ranks without
    /// sense.
    private static Path ranker() throws IOException {
        String pooling = "llama.pooling_type";
        byte[] bytes;
        try (InputStream in = BundledModel.ALL.getLast().open()) {
            bytes = in.readAllBytes();
        }
        // The key, four bytes for the kind of value, the value.
        int value = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(pooling) + pooling.length() + Integer.BYTES;
        bytes[value] = 4;
        return Files.write(home.resolve("smoke-rank.gguf"), bytes);
    }

    @AfterAll
    static void stop() {
        if (gateway != null) {
            gateway.close();
            engine.close();
        }
    }

    private static HttpResponse<String> ask(String text, String more) {
        return gateway.post(
                FrontOf.CHAT,
                "{\"model\":\"smoke\",\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]" + more + "}");
    }

    private static JsonNode answer(String text, String more) {
        HttpResponse<String> response = ask(text, more);
        assertEquals(200, response.statusCode(), response.body());
        return json(response);
    }

    @Test
    void answersWithWhatOnlyLlamaServerSays() {
        JsonNode answer = answer("What is aiplat?", ",\"logprobs\":true,\"top_logprobs\":2,\"timings_per_token\":true");

        assertEquals(
                "aiplat is a self-hosted AI platform in one file.",
                answer.at("/choices/0/message/content").asText());
        assertEquals(19, answer.at("/usage/completion_tokens").asInt());
        assertEquals(2, answer.at("/choices/0/logprobs/content/0/top_logprobs").size(), answer.toString());
        assertTrue(answer.has("timings"), answer.toString());
    }

    @Test
    void streamsToItsEnd() {
        String stream = ask("ping", FrontOf.STREAM).body();

        assertTrue(stream.contains("pong") && stream.contains(FrontOf.DONE), stream);
    }

    @Test
    void callsToolsAndKeepsToSchemasAndGrammars() {
        JsonNode call = answer("What is the weather in Paris?", """
                ,"tools":[{"type":"function","function":{"name":"get_weather","description":"Weather","parameters":
                {"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}}}]""").at("/choices/0");
        assertEquals("tool_calls", call.path("finish_reason").asText(), call.toString());
        assertEquals(
                "{\"city\":\"Paris\"}",
                call.at("/message/tool_calls/0/function/arguments").asText().replace(" ", ""));

        JsonNode bound = answer("What is the capital of France?", """
                ,"response_format":{"type":"json_schema","json_schema":{"name":"a","schema":{"type":"object",
                "properties":{"answer":{"type":"string"}},"required":["answer"]}}}""");
        assertEquals(
                "{\"answer\":\"The capital of France is Paris.\"}",
                bound.at("/choices/0/message/content").asText().replace("\": \"", "\":\""));

        JsonNode grammar = answer("ping", ",\"grammar\":\"root ::= \\\"Paris\\\"\"");
        assertEquals("Paris", grammar.at("/choices/0/message/content").asText());
    }

    @Test
    void embedsAndMakesRoom() {
        answer("ping", "");
        HttpResponse<String> vectors =
                gateway.post("/v1/embeddings", "{\"model\":\"smoke-embed\",\"input\":[\"a cat\",\"a dog\"]}");
        assertEquals(200, vectors.statusCode(), vectors.body());
        assertEquals(2, json(vectors).path("data").size());
        assertEquals(96, json(vectors).at("/data/1/embedding").size());
        assertTrue(engine.server("smoke").isEmpty());
    }

    private static String picture(String model, String url) {
        return "{\"model\":\"" + model
                + "\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"ping\"},"
                + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"" + url + "\"}}]}]}";
    }

    @Test
    void seesPicturesThatComeWithTheRequest() {
        int without = json(gateway.post(
                        FrontOf.CHAT,
                        "{\"model\":\"smoke-sees\",\"messages\":[{\"role\":\"user\",\"content\":\"ping\"}]}"))
                .at("/usage/prompt_tokens")
                .asInt();

        HttpResponse<String> seen = gateway.post(FrontOf.CHAT, picture("smoke-sees", "data:image/png;base64," + RED));

        assertEquals(200, seen.statusCode(), seen.body());
        assertEquals(without + 4, json(seen).at("/usage/prompt_tokens").asInt(), "a picture is four tokens here");

        HttpResponse<String> blind = gateway.post(FrontOf.CHAT, picture("smoke", "data:image/png;base64," + RED));
        assertEquals(400, blind.statusCode(), blind.body());
        assertTrue(blind.body().contains("cannot see images"), blind.body());
    }

    @Test
    void fetchesNoPictureByItsAddress() throws IOException {
        try (ServerSocket inside = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            inside.setSoTimeout(1000);
            String url = "http://127.0.0.1:" + inside.getLocalPort() + "/x.png";
            HttpResponse<String> refused = gateway.post(FrontOf.CHAT, picture("smoke-sees", url));
            // Where something stands twice, one reader takes the first and another the last.
            HttpResponse<String> twice = gateway.post(
                    FrontOf.CHAT,
                    picture("smoke-sees", url)
                            .replace(
                                    "\"type\":\"image_url\"",
                                    "\"type\":\"text\",\"text\":\"x\",\"type\":\"image_url\""));

            assertEquals(400, refused.statusCode(), refused.body());
            assertTrue(refused.body().contains("aiplat fetches nothing"), refused.body());
            assertEquals(400, twice.statusCode(), twice.body());
            assertThrows(SocketTimeoutException.class, inside::accept, "nobody has come for it");
        }
    }

    @Test
    void ranksTexts() {
        HttpResponse<String> ranked = gateway.post(
                "/v1/rerank",
                "{\"model\":\"smoke-rank\",\"query\":\"a cat\",\"documents\":[\"a dog\",\"a cat sat\",\"the sea\"]}");

        assertEquals(200, ranked.statusCode(), ranked.body());
        assertEquals(3, json(ranked).path("results").size());
        assertTrue(json(ranked).at("/results/0").has("relevance_score"), ranked.body());

        HttpResponse<String> none =
                gateway.post("/v1/rerank", "{\"model\":\"smoke\",\"query\":\"a cat\",\"documents\":[\"a dog\"]}");
        assertTrue(none.statusCode() >= 400 && none.body().contains("rerank"), none.body());
    }

    @Test
    void answersAnthropicsClientsAndTellsWhatDoesNotFit() {
        HttpResponse<String> message = gateway.post(
                "/v1/messages",
                "{\"model\":\"smoke\",\"max_tokens\":20,\"messages\":[{\"role\":\"user\",\"content\":\"ping\"}]}");
        assertEquals("pong", json(message).at("/content/0/text").asText(), message.body());

        HttpResponse<String> tooLong = ask("harbor ".repeat(3000), "");
        assertEquals(400, tooLong.statusCode());
        assertEquals("context_length_exceeded", json(tooLong).at("/error/code").asText(), tooLong.body());
    }

    @Test
    void aProcessThatIsKilledIsAnErrorAndTheNextRequestHasAnother() throws Exception {
        answer("ping", "");
        long first = engine.server("smoke").orElseThrow();
        signal("STOP", first);
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<HttpResponse<String>> asked = clients.submit(() -> ask("ping", ""));
            Thread.sleep(500);
            assertFalse(asked.isDone());

            signal("KILL", first);

            HttpResponse<String> told = asked.get(30, TimeUnit.SECONDS);
            // A route that tries again has the next process.
            assertTrue(told.statusCode() == 200 || told.statusCode() >= 500, told.body());
        }
        assertEquals("pong", answer("ping", "").at("/choices/0/message/content").asText());
    }

    private static void signal(String name, long process) throws Exception {
        assertEquals(
                0,
                new ProcessBuilder("kill", "-" + name, Long.toString(process))
                        .start()
                        .waitFor());
    }
}
