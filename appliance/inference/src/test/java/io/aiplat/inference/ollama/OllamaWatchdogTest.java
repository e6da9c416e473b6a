package io.aiplat.inference.ollama;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import io.aiplat.inference.ModelEngineContract;
import io.aiplat.supply.ollama.OllamaApi;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// An Ollama that loses the only place of its model when an answer is left, as a real one may, and has it again when
/// the model is unloaded.
class OllamaWatchdogTest {
    private static final String END = "{\"message\":{\"content\":\"\"},\"done\":true,\"done_reason\":\"stop\"}";

    private final AtomicInteger unloads = new AtomicInteger();
    private volatile boolean losesPlaces = true;
    private volatile boolean isLost;
    private final Semaphore place = new Semaphore(1);
    private FakeOllama ollama;

    @BeforeEach
    void start() throws IOException {
        ollama = new FakeOllama("0.11.4", Duration.ofMillis(300));
        ollama.forget("/api/chat");
        ollama.server.createContext("/api/chat", this::chat);
        ollama.server.createContext("/api/generate", exchange -> {
            JsonNode question = OllamaApi.JSON.readTree(exchange.getRequestBody());
            if (question.path("keep_alive").asInt(-1) == 0) {
                unloads.incrementAndGet();
                findPlace();
            }
            exchange.sendResponseHeaders(200, 0);
            exchange.close();
        });
    }

    @AfterEach
    void stop() {
        findPlace();
        ollama.close();
    }

    private void findPlace() {
        if (isLost) {
            isLost = false;
            place.release();
        }
    }

    /// The story never ends by itself; everything else is answered when the place is free.
    private void chat(HttpExchange exchange) throws IOException {
        String question = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        boolean story = question.contains("story");
        place.acquireUninterruptibly();
        try (exchange) {
            exchange.sendResponseHeaders(200, 0);
            OutputStream out = exchange.getResponseBody();
            while (story) {
                write(out, "{\"message\":{\"content\":\"word \"}}");
                Thread.sleep(1);
            }
            write(out, "{\"message\":{\"content\":\"pong\"}}");
            write(out, END);
        } catch (IOException _) {
            // The client has left.
            isLost = story && losesPlaces;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (!isLost) {
                place.release();
            }
        }
    }

    private static void write(OutputStream out, String line) throws IOException {
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private void leaveTheStory() {
        IllegalStateException leaving = new IllegalStateException("the client left");
        assertThrows(
                IllegalStateException.class,
                () -> ollama.engine.chat(ModelEngineContract.question("Tell me a story."), _ -> {
                    throw leaving;
                }));
    }

    private String ping() {
        return ModelEngineContract.text(ModelEngineContract.parts(ollama.engine, ModelEngineContract.question("ping")));
    }

    @Test
    void aModelThatAnswersNobodyIsUnloadedAndAskedAgain() {
        leaveTheStory();
        assertEquals("pong", ping());
        assertEquals(1, unloads.get());
        assertEquals("pong", ping());
        assertEquals(1, unloads.get());
    }

    @Test
    void manyWhoWaitHaveItUnloadedOnce() throws Exception {
        leaveTheStory();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> answers = IntStream.range(0, 8)
                    .mapToObj(_ -> threads.submit(this::ping))
                    .toList();
            for (Future<String> answer : answers) {
                assertEquals("pong", answer.get());
            }
        }
        assertEquals(1, unloads.get());
    }

    @Test
    void whoHasNotLostItsPlaceKeepsItsModel() {
        losesPlaces = false;
        leaveTheStory();
        assertEquals("pong", ping());
        assertEquals(0, unloads.get());
    }
}
