package io.aiplat.inference.ollama;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.aiplat.inference.ModelEngineContract;
import io.aiplat.inference.RequestRefused;
import io.aiplat.inference.chat.ChatDelta;
import io.aiplat.inference.chat.ChatRequest;
import io.aiplat.inference.chat.ServingOptions;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Readiness;
import io.aiplat.supply.OutageCause;
import io.aiplat.supply.ollama.OllamaApi;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The misfortunes of Ollama that a real one cannot be made to have, told by a server on the loopback
/// interface.
class OllamaEngineTest {
    private static final ChatRequest PING = ModelEngineContract.question("ping");

    private FakeOllama ollama;
    private HttpServer server;
    private OllamaEngine engine;

    @BeforeEach
    void start() throws IOException {
        ollama = new FakeOllama("0.11.4");
        server = ollama.server;
        engine = ollama.engine;
    }

    @AfterEach
    void stop() {
        ollama.close();
    }

    private void answers(String path, int status, String... lines) {
        ollama.answers(path, status, lines);
    }

    private ApplianceException failure() {
        return assertThrows(ApplianceException.class, () -> engine.chat(PING, _ -> {}));
    }

    private RequestRefused refusal() {
        return assertThrows(RequestRefused.class, () -> engine.chat(PING, _ -> {}));
    }

    @Test
    void reportsAnErrorInTheMiddleOfAnAnswer() {
        answers("/api/chat", 200, "{\"message\":{\"content\":\"po\"}}", "{\"error\":\"runner terminated\"}");
        ApplianceException e = failure();
        assertEquals("MODELS_GENERATION_FAILED", e.problem().code().id());
        assertTrue(e.problem().why().contains("runner terminated"));
    }

    @Test
    void reportsAnAnswerWithoutAnEnd() {
        answers("/api/chat", 200, "{\"message\":{\"content\":\"po\"}}");
        assertEquals("MODELS_GENERATION_FAILED", failure().problem().code().id());
    }

    @Test
    void tellsRefusalsApart() {
        answers("/api/chat", 503, "{\"error\":\"server busy, please try again.\"}");
        assertEquals(RequestRefused.Kind.BUSY, refusal().kind());
        answers("/api/chat", 400, "{\"error\":\"registry.ollama.ai/library/x does not support tools\"}");
        assertEquals("tools", refusal().parameter());
        answers("/api/chat", 400, "{\"error\":\"the request exceeds the available context size\"}");
        assertEquals(RequestRefused.Kind.CONTEXT_LENGTH_EXCEEDED, refusal().kind());
        answers("/api/chat", 404, "{\"error\":\"model 'smoke' not found\"}");
        assertEquals(RequestRefused.Kind.MODEL_NOT_FOUND, refusal().kind());
        answers("/api/chat", 500, "no JSON at all");
        assertTrue(failure().problem().why().contains("no JSON at all"));
    }

    @Test
    void closesTheConnectionAtOnceWhenTheSinkThrows() throws InterruptedException {
        CountDownLatch closed = new CountDownLatch(1);
        server.createContext("/api/chat", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, 0);
            OutputStream out = exchange.getResponseBody();
            try {
                while (true) {
                    out.write("{\"message\":{\"content\":\"x\"}}\n".getBytes(StandardCharsets.UTF_8));
                    out.flush();
                }
            } catch (IOException _) {
                closed.countDown();
            }
        });
        assertThrows(
                IllegalStateException.class,
                () -> engine.chat(PING, _ -> {
                    throw new IllegalStateException("left");
                }));
        assertTrue(closed.await(5, TimeUnit.SECONDS), "the connection stayed open");
    }

    @Test
    void passesWholeToolCallsOnAndNumbersThem() {
        answers(
                "/api/chat",
                200,
                "{\"message\":{\"tool_calls\":[{\"function\":{\"name\":\"f\",\"arguments\":{\"a\":1}}},"
                        + "{\"function\":{\"name\":\"g\",\"arguments\":{}}}]}}",
                "{\"done\":true,\"done_reason\":\"stop\",\"prompt_eval_count\":3,\"eval_count\":2}");
        List<ChatDelta> parts = new ArrayList<>();
        engine.chat(PING, parts::add);
        ChatDelta.Call first = assertInstanceOf(ChatDelta.Call.class, parts.get(0));
        ChatDelta.Call second = assertInstanceOf(ChatDelta.Call.class, parts.get(1));
        assertEquals("{\"a\":1}", first.call().arguments());
        assertTrue(!first.call().id().equals(second.call().id()));
        assertEquals(new ChatDelta.Finished(ChatDelta.FinishReason.TOOL_CALLS, 3, 2), parts.get(2));
    }

    @Test
    void knowsAModelByTheNameItIsListedByAlone() {
        answers("/api/chat", 200, "{\"message\":{\"content\":\"a\"}}", "{\"done\":true,\"done_reason\":\"stop\"}");
        for (String name : List.of("smoke", "smoke:latest", "registry.ollama.ai/library/smoke", "library/smoke")) {
            engine.abilities(name, ServingOptions.USUAL);
        }
        for (String name : List.of("SMOKE", "smoke:local", "http://smoke", "smoke:LATEST", "other/smoke", "cloud:1t")) {
            RequestRefused refused =
                    assertThrows(RequestRefused.class, () -> engine.abilities(name, ServingOptions.USUAL), name);
            assertEquals(RequestRefused.Kind.MODEL_NOT_FOUND, refused.kind());
        }
    }

    @Test
    void whatWasKilledIsShortOfMemory() {
        answers("/api/chat", 500, "{\"error\":\"llama runner process has terminated: signal: killed\"}");
        ApplianceException e = assertThrows(ApplianceException.class, () -> engine.load("smoke", ServingOptions.USUAL));
        assertTrue(e.problem().why().contains("cluster.memory"), e.problem().why());
    }

    @Test
    void whoIsAwaySaysWhyAsFarAsItIsKnown() {
        OutageCause evicted = () -> Optional.of("Its pod: aiplat/ollama-1 was ended: Evicted.");
        OllamaApi api = new OllamaApi(URI.create("http://127.0.0.1:1"), Duration.ofSeconds(2), evicted);
        try (OllamaEngine away = new OllamaEngine(api, new Random(1), new ContextPolicy(4096, () -> 64L << 30))) {
            assertTrue(away.readiness().toString().contains("Evicted"));
        }
    }

    @Test
    void isNotReadyWhereNothingListens() {
        server.stop(0);
        Readiness.NotYet notYet = assertInstanceOf(Readiness.NotYet.class, engine.readiness());
        assertTrue(notYet.reason().contains("does not answer"), notYet.reason());
        assertEquals("MODELS_OLLAMA_NOT_ANSWERING", failure().problem().code().id());
    }
}
