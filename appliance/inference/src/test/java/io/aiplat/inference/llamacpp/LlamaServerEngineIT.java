package io.aiplat.inference.llamacpp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.inference.Capability;
import io.aiplat.inference.ModelEngine;
import io.aiplat.inference.ModelEngineContract;
import io.aiplat.inference.chat.ChatDelta;
import io.aiplat.inference.chat.ChatMessage;
import io.aiplat.inference.chat.ChatRequest;
import io.aiplat.inference.chat.SamplingOptions;
import io.aiplat.inference.chat.ServingOptions;
import io.aiplat.inference.chat.ToolCall;
import io.aiplat.inference.chat.ToolDefinition;
import io.aiplat.inference.chat.Tools;
import io.aiplat.supply.ModelStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 1, unit = TimeUnit.MINUTES)
class LlamaServerEngineIT implements ModelEngineContract {
    private static final ToolDefinition WEATHER = new ToolDefinition(
            "get_weather",
            "The weather in a city",
            "{\"type\": \"object\", \"properties\": {\"city\": {\"type\": \"string\"}}, \"required\": [\"city\"]}");

    @TempDir
    static Path home;

    private static LlamaServerEngine engine;

    @BeforeAll
    static void start() {
        engine = LlamaServerFixture.stocked(home, LlamaServerFixture.limits(2, 4, Duration.ofMinutes(5)));
    }

    @AfterAll
    static void stop() {
        if (engine != null) {
            engine.close();
        }
    }

    @Override
    public ModelEngine engine() {
        return engine;
    }

    @Override
    public ModelStore store() {
        return LlamaServerFixture.store(home, engine);
    }

    /// It has probabilities, tools, and the choice of them.
    @Override
    public int leastRefused() {
        return 2;
    }

    @Test
    void callsToolsAndReadsWhatTheyGave() {
        ChatRequest asking = ModelEngineContract.question("What is the weather in Paris?")
                .withTools(Tools.offered(List.of(WEATHER)));

        List<ChatDelta> parts = ModelEngineContract.parts(engine, asking);

        ToolCall call = parts.stream()
                .filter(ChatDelta.Call.class::isInstance)
                .map(part -> ((ChatDelta.Call) part).call())
                .findFirst()
                .orElseThrow(() -> new AssertionError(parts.toString()));
        assertEquals("get_weather", call.name());
        assertEquals("Paris", call.object().path("city").asText());
        assertEquals(
                ChatDelta.FinishReason.TOOL_CALLS,
                ModelEngineContract.end(parts).reason());
        List<ChatMessage> told = List.of(
                ChatMessage.text("user", "What is the weather in Paris?"),
                new ChatMessage("assistant", "", List.of(), List.of(call), null),
                new ChatMessage("tool", "18 degrees", List.of(), List.of(), call.id()));
        assertEquals("It is 18 degrees in Paris.", answer(asking.withMessages(told)));
    }

    @Test
    void tellsHowLikelyTokensWere() {
        List<ChatDelta> parts = ModelEngineContract.parts(
                engine, ModelEngineContract.question("ping").withSampling(SamplingOptions.USUAL.withTopLogprobs(2)));

        ChatDelta.TokenLogprob first = parts.stream()
                .filter(ChatDelta.Text.class::isInstance)
                .flatMap(part -> ((ChatDelta.Text) part).logprobs().stream())
                .findFirst()
                .orElseThrow();
        assertEquals("pong", first.token());
        assertTrue(first.logprob() > -0.1 && first.top().size() == 2, first.toString());
    }

    @Test
    void knowsWhatItsModelsTemplateHasAPlaceFor() {
        engine.unload("smoke");
        for (String when : List.of("by its file", "by its process")) {
            assertTrue(engine.abilities("smoke", ServingOptions.USUAL).can(Capability.TOOLS), when);
            assertTrue(engine.abilities("smoke", ServingOptions.USUAL).can(Capability.LOGPROBS), when);
            engine.load("smoke", ServingOptions.USUAL);
        }
    }
}
