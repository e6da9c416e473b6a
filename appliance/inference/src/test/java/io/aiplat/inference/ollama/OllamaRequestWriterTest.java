package io.aiplat.inference.ollama;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.inference.CompletionRequest;
import io.aiplat.inference.ModelEngineContract;
import io.aiplat.inference.RequestRefused;
import io.aiplat.inference.chat.ChatDelta;
import io.aiplat.inference.chat.ChatDelta.FinishReason;
import io.aiplat.inference.chat.ChatMessage;
import io.aiplat.inference.chat.ChatRequest;
import io.aiplat.inference.chat.SamplingOptions;
import io.aiplat.inference.chat.ServingOptions;
import io.aiplat.inference.chat.ToolCall;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.spend.TokenUsage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What an Ollama of the oldest kind is told, as a server on the loopback interface heard it.
class OllamaRequestWriterTest {
    private static final ChatRequest PING = ModelEngineContract.question("ping");
    private static final String DONE =
            "{\"message\":{\"content\":\"\"},\"done\":true,\"done_reason\":\"stop\",\"eval_count\":2}";

    private FakeOllama ollama;

    @BeforeEach
    void start() throws IOException {
        ollama = new FakeOllama("0.11.4");
        ollama.answers("/api/chat", 200, DONE);
        ollama.answers("/api/generate", 200, "{\"response\":\"\",\"done\":true,\"done_reason\":\"length\"}");
    }

    @AfterEach
    void stop() {
        ollama.close();
    }

    private JsonNode asked(ChatRequest request) {
        ollama.engine.chat(request, _ -> {});
        return ollama.last("/api/chat");
    }

    @Test
    void leavesToTheModelWhatIsNotSaid() {
        JsonNode question = asked(PING);
        List<String> fields =
                question.properties().stream().map(Map.Entry::getKey).toList();
        assertEquals(List.of("model", "messages", "stream", "options"), fields);
        assertEquals(4096, question.path("options").path("num_ctx").asInt());
        assertEquals(2, question.path("options").size(), question.toString());
    }

    /// Every text arrives to the character, and every number.
    @Test
    void saysNothingInOtherWords() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            List<ChatMessage> turns = new ArrayList<>();
            for (int i = 1 + random.nextInt(4); i > 0; i--) {
                turns.add(ChatMessage.text(i % 2 == 1 ? "user" : "assistant", text(random)));
            }
            SamplingOptions sampling = new SamplingOptions(
                    1 + random.nextInt(500),
                    random.nextInt(201) / 100.0,
                    (1 + random.nextInt(99)) / 100.0,
                    1 + random.nextInt(100),
                    random.nextLong(1L << 53),
                    List.of(text(random)),
                    null,
                    null,
                    null);

            JsonNode question = asked(ChatRequest.of(PING.model(), turns).withSampling(sampling));

            String why = "seed " + seed + ": " + question;
            for (int i = 0; i < turns.size(); i++) {
                JsonNode message = question.path("messages").path(i);
                assertEquals(turns.get(i).role(), message.path("role").textValue(), why);
                assertEquals(turns.get(i).content(), message.path("content").textValue(), why);
            }
            JsonNode options = question.path("options");
            assertEquals(sampling.maxTokens(), options.path("num_predict").intValue(), why);
            assertEquals(sampling.temperature(), options.path("temperature").doubleValue(), why);
            assertEquals(sampling.topP(), options.path("top_p").doubleValue(), why);
            assertEquals(sampling.topK(), options.path("top_k").intValue(), why);
            assertEquals(sampling.seed(), options.path("seed").longValue(), why);
            assertEquals(
                    sampling.stop().getFirst(), options.path("stop").path(0).textValue(), why);
        }
    }

    private static String text(Random random) {
        String[] pieces = {"a", " ", "\n", "\"", "\\", "ä", "€", "\uD83E\uDD99", "\u2028", "\u0001", "{", "]"};
        StringBuilder text = new StringBuilder("t");
        for (int i = random.nextInt(12); i > 0; i--) {
            text.append(pieces[random.nextInt(pieces.length)]);
        }
        return text.toString();
    }

    @Test
    void saysAllThatIsSaid() {
        SamplingOptions all = new SamplingOptions(9, 0.5, 0.25, 7, 1L << 40, List.of("a"), -1.0, 1.5, null);
        JsonNode options = asked(PING.withSampling(all)).path("options");
        assertEquals(
                "{\"num_ctx\":4096,\"num_predict\":9,\"temperature\":0.5,\"top_p\":0.25,\"top_k\":7,"
                        + "\"seed\":1099511627776,\"frequency_penalty\":-1.0,\"presence_penalty\":1.5,\"stop\":[\"a\"]}",
                options.toString());
    }

    @Test
    void keepsTheModelfilesStopsAndTokenLimit() {
        ollama.answers(
                "/api/show",
                200,
                "{\"modelfile\":\"PARAMETER stop <end>\\nPARAMETER num_predict 20\\nPARAMETER num_ctx 128\","
                        + "\"template\":\"\",\"capabilities\":[\"completion\"]}");
        JsonNode options = asked(PING.withSampling(SamplingOptions.USUAL.withStop(List.of("a"))))
                .path("options");
        assertEquals("[\"<end>\",\"a\"]", options.path("stop").toString());
        assertEquals(20, options.path("num_predict").asInt());
        assertEquals(128, options.path("num_ctx").asInt());
    }

    @Test
    void endsTheAnswerWhereTheContextDoes() {
        ChatRequest longer = ChatRequest.of("smoke", List.of(ChatMessage.text("user", "x".repeat(4000))));
        int room = asked(longer.withSampling(SamplingOptions.USUAL.withMaxTokens(500)))
                .path("options")
                .path("num_predict")
                .asInt();
        assertTrue(room > 50 && room < 96, "room: " + room);
        assertEquals(
                5,
                asked(longer.withSampling(SamplingOptions.USUAL.withMaxTokens(5)))
                        .path("options")
                        .path("num_predict")
                        .asInt());
    }

    @Test
    void keepsTheModelInMemoryAsTheRouteSays() {
        assertEquals("", asked(PING).path("keep_alive").asText());
        assertEquals(-1, keepAlive(Duration.ofSeconds(-1)));
        assertEquals(0, keepAlive(Duration.ZERO));
        assertEquals(1, keepAlive(Duration.ofMillis(1)), "not for nothing");
        assertEquals(90, keepAlive(Duration.ofSeconds(90)));
    }

    private int keepAlive(Duration duration) {
        return asked(PING.withServing(new ServingOptions(null, duration)))
                .path("keep_alive")
                .asInt(99);
    }

    @Test
    void keepsSeveralPartsOneMessage() {
        JsonNode messages = asked(ChatRequest.of(
                        "smoke", List.of(ChatMessage.text("user", "one\ntwo"), ChatMessage.text("assistant", "three"))))
                .path("messages");
        assertEquals(2, messages.size());
        assertEquals("one\ntwo", messages.path(0).path("content").asText());
    }

    @Test
    void givesThoughtsBackToModelsThatWantThem() {
        ChatMessage called = new ChatMessage("assistant", "", List.of(), List.of(new ToolCall("c1", "f", "{}")), null)
                .withThoughts(List.of(new ChatMessage.Thought("it may rain", null)));
        JsonNode messages = asked(ChatRequest.of("smoke", List.of(ChatMessage.text("user", "hi"), called)))
                .path("messages");

        assertEquals("it may rain", messages.path(1).path("thinking").asText());
        assertTrue(messages.path(0).path("thinking").isMissingNode(), messages.toString());
    }

    @Test
    void loadsWithTheContextOfTheQuestions() {
        ollama.engine.load("smoke", new ServingOptions(1000, Duration.ofMinutes(1)));
        JsonNode question = ollama.last("/api/chat");
        assertEquals(0, question.path("messages").size());
        assertEquals(1000, question.path("options").path("num_ctx").asInt());
        assertEquals(60, question.path("keep_alive").asInt());
        ollama.engine.unload("smoke");
        assertEquals(0, ollama.last("/api/generate").path("keep_alive").asInt(99));
    }

    @Test
    void asksForShorterVectorsAndShortensWhatAnOlderReleaseLeavesLong() {
        ollama.answers("/api/show", 200, "{\"modelfile\":\"\",\"template\":\"\",\"capabilities\":[\"embedding\"]}");
        ollama.answers("/api/embed", 200, "{\"embeddings\":[[3,4,12]],\"prompt_eval_count\":1}");
        float[] vector = ollama.engine
                .embed("smoke", List.of("a"), 2, ServingOptions.USUAL)
                .vectors()
                .getFirst();
        assertEquals(2, ollama.last("/api/embed").path("dimensions").asInt());
        assertArrayEquals(new float[] {0.6f, 0.8f}, vector);
        assertEquals(
                "dimensions",
                assertThrows(
                                RequestRefused.class,
                                () -> ollama.engine.embed("smoke", List.of("a"), 4, ServingOptions.USUAL))
                        .parameter());
    }

    @Test
    void embedsAsTheRouteSays() {
        ollama.answers("/api/show", 200, "{\"modelfile\":\"\",\"template\":\"\",\"capabilities\":[\"embedding\"]}");
        ollama.answers("/api/embed", 200, "{\"embeddings\":[[1,2]],\"prompt_eval_count\":1}");
        ollama.engine.embed("smoke", List.of("a"), ServingOptions.USUAL);
        assertFalse(ollama.last("/api/embed").has("options"));
        assertFalse(ollama.last("/api/embed").has("keep_alive"));
        ollama.engine.embed("smoke", List.of("a"), new ServingOptions(512, ServingOptions.FOREVER));
        assertEquals(
                512, ollama.last("/api/embed").path("options").path("num_ctx").asInt());
        assertEquals(-1, ollama.last("/api/embed").path("keep_alive").asInt());
    }

    @Test
    void continuesATextWithoutATemplate() {
        ollama.engine.complete(CompletionRequest.of("smoke", "one two"), _ -> {});
        JsonNode question = ollama.last("/api/generate");
        assertTrue(question.path("raw").asBoolean());
        assertEquals("one two", question.path("prompt").asText());
        assertFalse(question.has("suffix"));
    }

    @Test
    void asksForTheModelOnceAndNotForEachRequest() {
        for (int i = 0; i < 5; i++) {
            asked(PING);
        }
        assertEquals(1, ollama.count("/api/version"));
        assertEquals(1, ollama.count("/api/show"));
        assertEquals(1, ollama.count("/api/ps"));
        assertEquals(1, ollama.count("/api/tags"));
    }

    @Test
    void estimatesTheTokensThatOllamaDidNotCount() {
        List<ChatDelta> parts = ModelEngineContract.parts(ollama.engine, PING);
        TokenUsage usage = ModelEngineContract.end(parts).usage();
        assertTrue(usage.estimated());
        assertTrue(usage.inputTokens() >= "ping".length(), usage.toString());
        assertEquals(2, usage.outputTokens());
    }

    @Test
    void mapsWhyItEnded() {
        for (String[] pair : new String[][] {{"length", "LENGTH"}, {"stop", "STOP"}, {"", "STOP"}}) {
            ollama.answers("/api/chat", 200, DONE.replace("\"stop\"", "\"" + pair[0] + "\""));
            assertEquals(
                    FinishReason.valueOf(pair[1]),
                    ModelEngineContract.end(ModelEngineContract.parts(ollama.engine, PING))
                            .reason());
        }
        ollama.answers("/api/chat", 200, DONE.replace("\"stop\"", "\"load\""));
        assertThrows(ApplianceException.class, () -> ollama.engine.chat(PING, _ -> {}));
    }
}
