package io.aiplat.inference.ollama;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.inference.Capabilities;
import io.aiplat.inference.Capability;
import io.aiplat.inference.ModelEngineContract;
import io.aiplat.inference.RequestRefused;
import io.aiplat.inference.chat.ChatDelta;
import io.aiplat.inference.chat.ChatDelta.FinishReason;
import io.aiplat.inference.chat.ChatDelta.TokenLogprob;
import io.aiplat.inference.chat.ChatMessage;
import io.aiplat.inference.chat.ChatRequest;
import io.aiplat.inference.chat.ReasoningEffort;
import io.aiplat.inference.chat.SamplingOptions;
import io.aiplat.inference.chat.ServingOptions;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What Ollama 0.33 can do more than the one in the testbed, by replies written from its description (see
/// the files).
class OllamaDescribed033Test {
    private static final ChatRequest PING = ModelEngineContract.question("ping");

    private FakeOllama ollama;

    @BeforeEach
    void start() throws IOException {
        ollama = new FakeOllama("0.33.0");
        ollama.answers("/api/show", 200, FakeOllama.replies("0.33/show.json"));
        ollama.answers("/api/chat", 200, FakeOllama.replies("0.33/chat-thinking-logprobs.ndjson"));
    }

    @AfterEach
    void stop() {
        ollama.close();
    }

    @Test
    void readsThoughtsAndProbabilitiesApartFromTheAnswer() {
        assertEquals(
                List.of(
                        new ChatDelta.Reasoning("One and one"),
                        new ChatDelta.Text(
                                "2",
                                List.of(new TokenLogprob(
                                        "2",
                                        -0.01,
                                        List.of(
                                                new TokenLogprob("2", -0.01, List.of()),
                                                new TokenLogprob("3", -5.5, List.of()))))),
                        new ChatDelta.Finished(FinishReason.STOP, 11, 6)),
                ModelEngineContract.parts(ollama.engine, PING.withSampling(SamplingOptions.USUAL.withTopLogprobs(2))));
        JsonNode question = ollama.last("/api/chat");
        assertTrue(question.path("logprobs").asBoolean());
        assertEquals(2, question.path("top_logprobs").asInt());
    }

    @Test
    void forbidsToCutThePromptOrToForgetIt() {
        ModelEngineContract.parts(ollama.engine, PING);
        JsonNode question = ollama.last("/api/chat");
        assertFalse(question.path("truncate").asBoolean(true));
        assertFalse(question.path("shift").asBoolean(true));
        assertEquals(4096, question.path("options").path("num_predict").asInt(), "never without a bound");
    }

    @Test
    void leavesTheJudgementOfLongPromptsToTheServer() {
        ollama.answers("/api/chat", 400, FakeOllama.replies("0.33/chat-too-long.json"));
        ChatRequest tooLong = ChatRequest.of("smoke", List.of(ChatMessage.text("user", "x".repeat(9000))));
        RequestRefused refused = assertThrows(RequestRefused.class, () -> ollama.engine.chat(tooLong, _ -> {}));
        assertEquals(RequestRefused.Kind.CONTEXT_LENGTH_EXCEEDED, refused.kind());
        assertEquals("messages", refused.parameter());
        assertTrue(refused.getMessage().contains("5021") && refused.getMessage().contains("4096"), refused::getMessage);
    }

    @Test
    void saysHowMuchToThinkInTheModelsWords() {
        assertEquals("true", thinking(null));
        assertEquals("true", thinking(ReasoningEffort.ON));
        assertEquals("false", thinking(ReasoningEffort.OFF));
        assertEquals("\"low\"", thinking(ReasoningEffort.MINIMAL));
        assertEquals("\"medium\"", thinking(ReasoningEffort.MEDIUM));
        assertEquals("\"high\"", thinking(ReasoningEffort.HIGH));
    }

    private String thinking(ReasoningEffort reasoning) {
        ModelEngineContract.parts(ollama.engine, PING.withReasoning(reasoning));
        return ollama.last("/api/chat").path("think").toString();
    }

    @Test
    void canDoMore() {
        Capabilities abilities = ollama.engine.abilities("smoke", ServingOptions.USUAL);
        for (Capability ability : List.of(
                Capability.LOGPROBS,
                Capability.REFUSES_LONG_PROMPTS,
                Capability.REASONING,
                Capability.REASONING_DEGREES,
                Capability.VISION,
                Capability.SUFFIX)) {
            assertTrue(abilities.can(ability), ability.name());
        }
    }
}
