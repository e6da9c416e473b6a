package io.aiplat.inference.ollama;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.inference.RequestRefused;
import io.aiplat.inference.chat.ChatMessage;
import io.aiplat.inference.chat.ChatRequest;
import io.aiplat.inference.chat.ServingOptions;
import io.aiplat.model.ApplianceException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A server that answers without end, or with what it should not, fills no memory.
class HostileOllamaTest {
    private static final int PIECE = 1 << 16;

    private final FakeOllama ollama;
    private final AtomicLong written = new AtomicLong();

    HostileOllamaTest() throws IOException {
        ollama = new FakeOllama("0.1.0");
    }

    @AfterEach
    void close() {
        ollama.close();
    }

    /// Answers a path with text until the client leaves, or half a gigabyte is written.
    private void endless(String path, String begin) {
        ollama.forget(path);
        ollama.server.createContext(path, exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, 0);
            byte[] piece = "x".repeat(PIECE).getBytes(StandardCharsets.US_ASCII);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(begin.getBytes(StandardCharsets.US_ASCII));
                while (written.addAndGet(PIECE) < 512 << 20) {
                    out.write(piece);
                }
            }
        });
    }

    private static ChatRequest ask(String content) {
        return ChatRequest.of("smoke", List.of(ChatMessage.text("user", content)));
    }

    private void assertGivesUp(Runnable asking) {
        ApplianceException e = assertThrows(ApplianceException.class, asking::run);
        assertEquals("MODELS_OLLAMA_NOT_ANSWERING", e.problem().code().id());
        assertTrue(e.problem().why().contains("MiB"), e.problem().why());
        assertTrue(written.get() < 200 << 20, written + " bytes were taken");
    }

    @Test
    void readsNoLineWithoutEnd() {
        endless("/api/chat", "{\"message\":{\"content\":\"");
        assertGivesUp(() -> ollama.engine.chat(ask("hi"), _ -> {}));
    }

    @Test
    void readsNoAnswerWithoutEnd() {
        endless("/api/tags", "{\"models\":[\"");
        assertGivesUp(() -> ollama.engine.models());
    }

    @Test
    void tellsNoErrorWithoutEnd() {
        ollama.answers("/api/chat", 500, "{\"error\":\"" + "x".repeat(50_000) + "\"}");
        ApplianceException e = assertThrows(ApplianceException.class, () -> ollama.engine.chat(ask("hi"), _ -> {}));
        assertTrue(e.problem().why().length() < 2000);
    }

    /// On the versions that cannot refuse a long prompt it is counted here, which takes memory in proportion.
    @Test
    void countsNoPromptThatCannotFitWhateverItsTokensAre() {
        String word = "a".repeat(25_000_000);
        RequestRefused refused = assertThrows(RequestRefused.class, () -> ollama.engine.chat(ask(word), _ -> {}));
        assertEquals(RequestRefused.Kind.CONTEXT_LENGTH_EXCEEDED, refused.kind());
        assertTrue(ollama.asked.stream()
                .noneMatch(question -> question.body().path("verbose").asBoolean()));
    }

    @Test
    void asksForTheVectorsOfManyTextsInPieces() {
        ollama.answers("/api/show", 200, "{\"modelfile\":\"\",\"capabilities\":[\"embedding\"]}");
        ollama.answers("/api/embed", 200, "{\"embeddings\":[[1.0]],\"prompt_eval_count\":2}");
        assertEquals(
                6,
                ollama.engine
                        .embed("smoke", Collections.nCopies(150, "text"), ServingOptions.USUAL)
                        .inputTokens());
        assertEquals(3, ollama.count("/api/embed"));
    }

    @Test
    void readsNoVocabularyWithoutEnd() {
        InputStream tokens = new SequenceInputStream(
                new ByteArrayInputStream("{\"tokenizer.ggml.tokens\":[\"a\"".getBytes(StandardCharsets.US_ASCII)),
                new ByteArrayInputStream(",\"a\"".repeat(2 << 20).getBytes(StandardCharsets.US_ASCII)));
        IOException e = assertThrows(IOException.class, () -> Tokenizer.read(tokens));
        assertTrue(e.getMessage().contains("a vocabulary of more than"), e.getMessage());
    }

    @Test
    void listsAModelWhoseTimeMakesNoSense() {
        ollama.answers(
                "/api/tags",
                200,
                "{\"models\":[{\"name\":\"smoke:latest\",\"digest\":\"d\",\"size\":1,\"modified_at\":\"soon\"}]}");
        assertEquals(1, ollama.engine.models().size());
    }

    /// Each of these made an earlier reader recurse or go over the text again and again.
    @Test
    void readsTemplatesMadeToSlowItDown() {
        for (String template : List.of(
                "{{ \"" + "\\\"".repeat(100_000) + " }}",
                "{{".repeat(100_000),
                "{{ " + " ".repeat(200_000) + "\"x\" }}",
                "{{ \"" + "a".repeat(200_000) + "\" }}",
                "x".repeat(1_000_000))) {
            PromptTemplate read = PromptTemplate.parse(template, PromptTokenBound::utf8);
            assertTrue(read.once() + read.perTurn() >= 1);
        }
    }
}
