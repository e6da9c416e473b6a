package io.aiplat.models.ollama;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.models.Abilities;
import io.aiplat.models.Ability;
import io.aiplat.models.ChatMessage;
import io.aiplat.models.ChatPart;
import io.aiplat.models.ChatPart.FinishReason;
import io.aiplat.models.ChatPart.TokenLogprob;
import io.aiplat.models.ChatRequest;
import io.aiplat.models.ModelEngineContract;
import io.aiplat.models.Reasoning;
import io.aiplat.models.RequestRefused;
import io.aiplat.models.Sampling;
import io.aiplat.models.Serving;
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
                        new ChatPart.Reasoning("One and one"),
                        new ChatPart.Text(
                                "2",
                                List.of(new TokenLogprob(
                                        "2",
                                        -0.01,
                                        List.of(
                                                new TokenLogprob("2", -0.01, List.of()),
                                                new TokenLogprob("3", -5.5, List.of()))))),
                        new ChatPart.Finished(FinishReason.STOP, 11, 6)),
                ModelEngineContract.parts(ollama.engine, PING.withSampling(Sampling.USUAL.withTopLogprobs(2))));
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
        assertEquals("true", thinking(Reasoning.ON));
        assertEquals("false", thinking(Reasoning.OFF));
        assertEquals("\"low\"", thinking(Reasoning.MINIMAL));
        assertEquals("\"medium\"", thinking(Reasoning.MEDIUM));
        assertEquals("\"high\"", thinking(Reasoning.HIGH));
    }

    private String thinking(Reasoning reasoning) {
        ModelEngineContract.parts(ollama.engine, PING.withReasoning(reasoning));
        return ollama.last("/api/chat").path("think").toString();
    }

    @Test
    void canDoMore() {
        Abilities abilities = ollama.engine.abilities("smoke", Serving.USUAL);
        for (Ability ability : List.of(
                Ability.LOGPROBS,
                Ability.REFUSES_LONG_PROMPTS,
                Ability.REASONING,
                Ability.REASONING_DEGREES,
                Ability.VISION,
                Ability.SUFFIX)) {
            assertTrue(abilities.can(ability), ability.name());
        }
    }
}
