package io.aiplat.inference.ollama;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.aiplat.inference.CompletionRequest;
import io.aiplat.inference.ModelCard;
import io.aiplat.inference.ModelEngine;
import io.aiplat.inference.ModelEngineContract;
import io.aiplat.inference.ModelPinner;
import io.aiplat.inference.chat.ChatDelta;
import io.aiplat.inference.chat.ChatMessage;
import io.aiplat.inference.chat.ChatRequest;
import io.aiplat.inference.chat.SamplingOptions;
import io.aiplat.inference.chat.ServingOptions;
import io.aiplat.inference.chat.ToolCall;
import io.aiplat.inference.chat.ToolDefinition;
import io.aiplat.inference.chat.Tools;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Progress;
import io.aiplat.supply.BundledModel;
import io.aiplat.supply.ModelDisk;
import io.aiplat.supply.ModelNotFound;
import io.aiplat.supply.ModelStore;
import io.aiplat.supply.ollama.OllamaApi;
import io.aiplat.supply.ollama.OllamaFixture;
import io.aiplat.supply.ollama.OllamaModelStore;
import io.aiplat.supply.ollama.OllamaRefusal;
import io.aiplat.testkit.Eventually;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 1, unit = TimeUnit.MINUTES)
class OllamaEngineIT implements ModelEngineContract {
    private static final ToolDefinition WEATHER = new ToolDefinition(
            "get_weather",
            "The weather in a city",
            "{\"type\": \"object\", \"properties\": {\"city\": {\"type\": \"string\"}}, \"required\": [\"city\"]}");

    @TempDir
    static Path home;

    private static OllamaFixture server;
    private static OllamaEngine engine;
    private static OllamaModelStore store;

    @BeforeAll
    static void start() throws Exception {
        server = OllamaFixture.start(home);
        OllamaApi api = server.api(Duration.ofSeconds(30));
        ContextPolicy policy = new ContextPolicy(ContextPolicy.USUAL_LONGEST, () -> 8L << 30);
        engine = new OllamaEngine(api, new Random(1), policy, Duration.ofSeconds(3));
        store = new OllamaModelStore(api, Set.of(), ModelDisk.UNKNOWN, engine::modelsChanged);
        BundledModel.ALL.forEach(model -> store.put(model, Progress.NONE));
    }

    @AfterAll
    static void stop() {
        if (engine != null) {
            engine.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @Override
    public ModelEngine engine() {
        return engine;
    }

    @Override
    public ModelStore store() {
        return store;
    }

    private static ChatRequest withTools(List<ChatMessage> messages) {
        return ChatRequest.of(SMOKE.name(), messages).withTools(Tools.offered(List.of(WEATHER)));
    }

    @Test
    void callsAToolAndReadsItsAnswer() throws Exception {
        ChatMessage question = ChatMessage.text("user", "What is the weather in Paris?");
        List<ChatDelta> parts = ModelEngineContract.parts(engine, withTools(List.of(question)));
        ToolCall call = assertInstanceOf(ChatDelta.Call.class, parts.getFirst()).call();
        assertEquals("get_weather", call.name());
        assertEquals(
                "Paris",
                new ObjectMapper().readTree(call.arguments()).path("city").asText());
        assertTrue(call.id().startsWith("call_"), call.id());
        assertEquals(
                ChatDelta.FinishReason.TOOL_CALLS,
                ModelEngineContract.end(parts).reason());

        List<ChatMessage> turns = List.of(
                question,
                new ChatMessage("assistant", "", List.of(), List.of(call), null),
                new ChatMessage("tool", "18 degrees", List.of(), List.of(), call.id()));
        assertEquals(
                "It is 18 degrees in Paris.",
                ModelEngineContract.text(ModelEngineContract.parts(engine, withTools(turns))));
    }

    @Test
    void loadsTheModelOnceForAllItsRequests() {
        engine.load(SMOKE.name(), ServingOptions.USUAL);
        List<Long> runners = runners();
        assertFalse(runners.isEmpty(), "Ollama runs a model in a process of its own");
        ChatRequest ping = ModelEngineContract.question("ping");
        ModelEngineContract.parts(engine, ping);
        ModelEngineContract.parts(engine, ping.withSampling(SamplingOptions.USUAL.withMaxTokens(2)));
        engine.complete(CompletionRequest.of(SMOKE.name(), "<|user|>ping<|end|><|assistant|>"), _ -> {});
        engine.load(SMOKE.name(), new ServingOptions(null, Duration.ofMinutes(1)));
        assertEquals(runners, runners());
    }

    @Test
    void keepsWhatItWasToldToKeepThroughRequestsThatSayNothing() {
        engine.load(SMOKE.name(), new ServingOptions(null, ServingOptions.FOREVER));
        assertTrue(expiry().isAfter(OffsetDateTime.now().plusYears(1)), "kept until " + expiry());
        ModelEngineContract.parts(engine, ModelEngineContract.question("ping"));
        assertTrue(expiry().isAfter(OffsetDateTime.now().plusYears(1)), "kept until " + expiry());
        engine.load(SMOKE.name(), new ServingOptions(null, Duration.ofMinutes(1)));
        assertTrue(expiry().isBefore(OffsetDateTime.now().plusHours(1)), "kept until " + expiry());
    }

    @Test
    void aKeptModelStaysAndComesBackWhenOllamaHasLostIt() throws Exception {
        try (ModelPinner kept = new ModelPinner(engine, SMOKE.name(), _ -> {})) {
            kept.want(new ServingOptions(null, ServingOptions.FOREVER));
            kept.look();
            assertTrue(expiry().isAfter(OffsetDateTime.now().plusYears(1)), "kept until " + expiry());
            BundledModel.ALL.forEach(model -> engine.unload(model.name()));
            Eventually.seen(
                    "no model is in memory",
                    engine::models,
                    models -> models.stream().noneMatch(ModelCard::loaded));
            kept.look();
            assertTrue(expiry().isAfter(OffsetDateTime.now().plusYears(1)), "kept until " + expiry());
        }
    }

    /// Until when Ollama itself says that it keeps the model.
    private static OffsetDateTime expiry() {
        try (OllamaApi api = new OllamaApi(server.base(), Duration.ofMinutes(1))) {
            for (JsonNode model : api.get("/api/ps").path("models")) {
                if (model.path("name").asText().equals(SMOKE.name() + ":latest")) {
                    return OffsetDateTime.parse(model.path("expires_at").asText());
                }
            }
            return fail("it is not in memory");
        }
    }

    private static List<Long> runners() {
        return server.process().descendants().map(ProcessHandle::pid).sorted().toList();
    }

    @Test
    void countsCloselyWithTheModelsOwnVocabulary() {
        List<ChatMessage> turns = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            turns.add(ChatMessage.text("user", "What is the capital of France? And what do bees make? (" + i + ")"));
            turns.add(ChatMessage.text(
                    "assistant", "The capital of France is Paris.\n\tBees make honey, zwölf \ud83d\ude00."));
        }
        turns.add(ChatMessage.text("user", "What is the weather in Paris?"));
        for (ChatRequest request : List.of(ChatRequest.of(SMOKE.name(), turns), withTools(turns))) {
            long counted = ModelEngineContract.end(ModelEngineContract.parts(engine, request))
                    .inputTokens();
            int bound = engine.countTokens(request).tokens();
            assertTrue(bound >= counted && bound < 3 * counted, bound + " for " + counted);
        }
    }

    @Test
    void takesAPromptThatFitsByTokensThoughNotByBytes() {
        // Two thousand bytes are some five hundred tokens.
        String filler = "The river of Oslo is coral. ".repeat(90);
        assertTrue(filler.length() > 2048);
        ChatDelta.Finished end =
                ModelEngineContract.end(ModelEngineContract.parts(engine, ModelEngineContract.question(filler)));
        assertTrue(end.inputTokens() > 500, "nothing was cut: " + end);
    }

    @Test
    void pullsFromTheLocalRegistry() throws Exception {
        String name = "127.0.0.1:5000/library/aiplat-models-it:1";
        assumeTrue(registryAnswers(), "no registry on 127.0.0.1:5000");
        assertThrows(ModelNotFound.class, () -> store.pull("127.0.0.1:5000/library/no-such-model:1", Progress.NONE));
        push(name);
        store.remove(name);
        long[] most = new long[2];
        assertEquals(name, store.pull(name, (_, done, total) -> {
            most[0] = Math.max(most[0], done);
            most[1] = Math.max(most[1], total);
        }));
        assertTrue(most[0] >= SMOKE.bytes() && most[0] == most[1], most[0] + " of " + most[1]);
        ChatRequest ping = ModelEngineContract.question("ping").withModel(name);
        assertEquals("pong", ModelEngineContract.text(ModelEngineContract.parts(engine, ping)));
    }

    private static boolean registryAnswers() {
        try (OllamaApi registry = new OllamaApi(URI.create("http://127.0.0.1:5000"), Duration.ofSeconds(2))) {
            registry.get("/v2/");
            return true;
        } catch (ApplianceException | OllamaRefusal _) {
            // Nothing answers, or something else does: no registry.
            return false;
        }
    }

    private static void push(String name) {
        try (OllamaApi api = new OllamaApi(server.base(), Duration.ofMinutes(1))) {
            var names = OllamaApi.JSON
                    .createObjectNode()
                    .put("source", SMOKE.name())
                    .put("destination", name);
            api.send("POST", "/api/copy", names);
            var push = OllamaApi.JSON.createObjectNode().put("model", name).put("insecure", true);
            assertTrue(api.stream(
                    "/api/push", push, line -> !line.path("status").asText().equals("success")));
        }
    }

    @Test
    void referencesWithinTheSchemaOfAForcedToolLead() {
        ToolDefinition turn = new ToolDefinition(
                "turn",
                "turns",
                "{\"type\":\"object\",\"properties\":{\"way\":{\"$ref\":\"#/$defs/Way\"}},\"required\":[\"way\"],"
                        + "\"additionalProperties\":false,\"$defs\":{\"Way\":{\"type\":\"string\",\"enum\":[\"left\"]}}}");
        ToolDefinition look = new ToolDefinition("look", "looks", turn.parameters());
        Tools tools = new Tools(List.of(turn, look), new Tools.Choice.Required(), true);

        List<ChatDelta> parts = ModelEngineContract.parts(
                engine(), ModelEngineContract.question("ping").withTools(tools));

        ChatDelta.Call call = (ChatDelta.Call) parts.getFirst();
        assertEquals("{\"way\":\"left\"}", call.call().arguments());
    }
}
