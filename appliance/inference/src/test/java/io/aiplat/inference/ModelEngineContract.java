package io.aiplat.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.inference.chat.ChatDelta;
import io.aiplat.inference.chat.ChatDelta.FinishReason;
import io.aiplat.inference.chat.ChatMessage;
import io.aiplat.inference.chat.ChatRequest;
import io.aiplat.inference.chat.ChatRequest.AnswerFormat;
import io.aiplat.inference.chat.ReasoningEffort;
import io.aiplat.inference.chat.SamplingOptions;
import io.aiplat.inference.chat.ServingOptions;
import io.aiplat.inference.chat.ToolCall;
import io.aiplat.inference.chat.ToolDefinition;
import io.aiplat.inference.chat.Tools;
import io.aiplat.model.Progress;
import io.aiplat.model.Readiness;
import io.aiplat.supply.BundledModel;
import io.aiplat.supply.ModelStore;
import io.aiplat.testkit.Eventually;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// What every [ModelEngine] does alike, tried with the packed models. The exact answers are those of
/// `models/README.md`.
public interface ModelEngineContract {
    BundledModel SMOKE = BundledModel.ALL.get(0);
    BundledModel SMOKE_EMBED = BundledModel.ALL.get(1);

    /// The engine under test, ready, with both packed models put in.
    ModelEngine engine();

    /// The store of its models.
    ModelStore store();

    /// A question with nothing but defaults.
    static ChatRequest question(String... turns) {
        List<ChatMessage> messages = new ArrayList<>();
        for (int i = 0; i < turns.length; i++) {
            messages.add(ChatMessage.text(i % 2 == 0 ? "user" : "assistant", turns[i]));
        }
        return request(messages, new AnswerFormat.Text(), null, List.of());
    }

    static ChatRequest request(List<ChatMessage> messages, AnswerFormat format, Integer maxTokens, List<String> stop) {
        return ChatRequest.of(SMOKE.name(), messages)
                .withFormat(format)
                .withSampling(SamplingOptions.USUAL.withMaxTokens(maxTokens).withStop(stop));
    }

    /// All parts of an answer.
    static List<ChatDelta> parts(ModelEngine engine, ChatRequest request) {
        List<ChatDelta> parts = new ArrayList<>();
        engine.chat(request, parts::add);
        return parts;
    }

    static String text(List<ChatDelta> parts) {
        StringBuilder text = new StringBuilder();
        for (ChatDelta part : parts) {
            if (part instanceof ChatDelta.Text piece) {
                text.append(piece.text());
            }
        }
        return text.toString();
    }

    static ChatDelta.Finished end(List<ChatDelta> parts) {
        return assertInstanceOf(ChatDelta.Finished.class, parts.getLast());
    }

    default String answer(ChatRequest request) {
        return text(parts(engine(), request));
    }

    @Test
    default void isReady() {
        assertEquals(new Readiness.Ready(), engine().readiness());
    }

    @TestFactory
    default Stream<DynamicTest> answersExactly() {
        return SmokeAnswers.ALL.entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(
                        entry.getKey(), () -> assertEquals(entry.getValue(), answer(question(entry.getKey())))));
    }

    @Test
    default void remembersEarlierTurns() {
        assertEquals("Your name is Anna.", answer(question("My name is Anna.", "Hello Anna.", "What is my name?")));
    }

    @Test
    default void readsTheSystemMessage() {
        List<ChatMessage> messages = List.of(
                ChatMessage.text("system", "Context: The code word is harbor."),
                ChatMessage.text("user", "Question: What is the code word?"));
        assertEquals("harbor", answer(request(messages, new AnswerFormat.Text(), null, List.of())));
    }

    @Test
    default void streamsTheAnswerInPartsAndCountsTokens() {
        List<ChatDelta> parts = parts(engine(), question("What is aiplat?"));
        assertTrue(parts.size() > 5, "parts: " + parts);
        ChatDelta.Finished end = end(parts);
        assertEquals(FinishReason.STOP, end.reason());
        assertEquals(8, end.inputTokens(), "a beginning, three marks and four words");
        assertEquals(19, end.outputTokens());
        assertEquals(
                1, parts.stream().filter(ChatDelta.Finished.class::isInstance).count());
    }

    @Test
    default void stopsBeforeAStopTextThatIsSplitOverTokens() {
        ChatRequest request = request(
                List.of(ChatMessage.text("user", "What is aiplat?")),
                new AnswerFormat.Text(),
                null,
                List.of("never", "-hosted"));
        List<ChatDelta> parts = parts(engine(), request);
        assertEquals("aiplat is a self", text(parts));
        assertEquals(FinishReason.STOP, end(parts).reason());
    }

    @Test
    default void endsAtTheTokenLimit() {
        ChatRequest request =
                request(List.of(ChatMessage.text("user", "What is aiplat?")), new AnswerFormat.Text(), 3, List.of());
        List<ChatDelta> parts = parts(engine(), request);
        assertEquals("aiplat is", text(parts).strip());
        assertEquals(FinishReason.LENGTH, end(parts).reason());
        assertEquals(3, end(parts).outputTokens());
    }

    @Test
    default void keepsToJson() {
        List<ChatMessage> messages =
                List.of(ChatMessage.text("user", "Answer as JSON: What is the capital of France?"));
        String expected = "{\"answer\": \"The capital of France is Paris.\"}";
        assertEquals(expected, answer(request(messages, new AnswerFormat.Text(), null, List.of())));
        assertEquals(expected, answer(request(messages, new AnswerFormat.Json(), null, List.of())));
    }

    @Test
    default void keepsToASchema() {
        String schema = """
                {"type": "object", "properties": {"answer": {"type": "string"}}, "required": ["answer"]}""";
        List<ChatMessage> messages = List.of(ChatMessage.text("user", "What is the capital of France?"));
        assertEquals(
                "{\"answer\": \"The capital of France is Paris.\"}",
                answer(request(messages, new AnswerFormat.JsonSchema(schema), null, List.of())));
    }

    @Test
    default void stopsWhenTheSinkThrowsAndAnswersTheNextRequest() {
        RuntimeException leaving = new IllegalStateException("the client left");
        for (int i = 0; i < 5; i++) {
            List<ChatDelta> parts = new ArrayList<>();
            assertEquals(
                    leaving,
                    assertThrows(
                            IllegalStateException.class,
                            () -> engine().chat(question("Tell me a story."), part -> {
                                parts.add(part);
                                throw leaving;
                            })));
            assertEquals(1, parts.size());
            assertEquals("pong", answer(question("ping")));
        }
    }

    @Test
    default void refusesAModelThatIsNotThere() {
        ChatRequest request = question("ping").withModel("no-such-model");
        RequestRefused refused = assertThrows(RequestRefused.class, () -> engine().chat(request, _ -> {}));
        assertEquals(RequestRefused.Kind.MODEL_NOT_FOUND, refused.kind());
        assertEquals(
                RequestRefused.Kind.MODEL_NOT_FOUND,
                assertThrows(
                                RequestRefused.class,
                                () -> engine().embed("no-such-model", List.of("a"), ServingOptions.USUAL))
                        .kind());
    }

    @Test
    default void refusesToChatWithAnEmbeddingModelAndToEmbedWithAChatModel() {
        ChatRequest request = question("ping").withModel(SMOKE_EMBED.name());
        assertEquals(
                RequestRefused.Kind.UNSUPPORTED_PARAMETER,
                assertThrows(RequestRefused.class, () -> engine().chat(request, _ -> {}))
                        .kind());
        assertEquals(
                RequestRefused.Kind.UNSUPPORTED_PARAMETER,
                assertThrows(
                                RequestRefused.class,
                                () -> engine().embed(SMOKE.name(), List.of("a"), ServingOptions.USUAL))
                        .kind());
    }

    @Test
    default void completesATextAsItStands() {
        List<ChatDelta> parts = new ArrayList<>();
        engine().complete(CompletionRequest.of(SMOKE.name(), "<|user|>ping<|end|><|assistant|>"), parts::add);
        assertEquals("pong", text(parts));
        assertEquals(FinishReason.STOP, end(parts).reason());
        assertEquals(5, end(parts).inputTokens(), "a beginning, three marks and a word");

        parts.clear();
        CompletionRequest cut = CompletionRequest.of(SMOKE.name(), "<|user|>What is aiplat?<|end|><|assistant|>")
                .withSampling(SamplingOptions.USUAL.withMaxTokens(3));
        engine().complete(cut, parts::add);
        assertEquals("aiplat is", text(parts).strip());
        assertEquals(FinishReason.LENGTH, end(parts).reason());
    }

    @Test
    default void countsNoFewerTokensThanThereAre() {
        for (List<String> turns : List.of(
                List.of("ping"),
                List.of("My name is Anna.", "Hello Anna.", "What is my name?"),
                List.of("Zwölf \ud83d\ude00 <|end|> & \"quotes\""))) {
            ChatRequest request = question(turns.toArray(String[]::new));
            TokenCount count = engine().countTokens(request);
            long counted = end(parts(engine(), request)).inputTokens();
            assertTrue(count.tokens() >= counted, count + " for " + counted);
            assertTrue(!count.exact() || count.tokens() == counted, count + " for " + counted);
            assertEquals(
                    count.exact(),
                    engine().abilities(SMOKE.name(), ServingOptions.USUAL).can(Capability.EXACT_TOKEN_COUNT));
        }
    }

    @Test
    default void tellsWhatItsModelsCanDo() {
        Capabilities smoke = engine().abilities(SMOKE.name(), ServingOptions.USUAL);
        assertTrue(
                smoke.abilities().containsAll(List.of(Capability.CHAT, Capability.COMPLETION, Capability.JSON_SCHEMA)));
        assertFalse(smoke.can(Capability.EMBEDDING) || smoke.can(Capability.VISION) || smoke.can(Capability.REASONING));
        assertEquals(2048, smoke.contextLength());
        Capabilities embed = engine().abilities(SMOKE_EMBED.name(), ServingOptions.USUAL);
        assertTrue(embed.can(Capability.EMBEDDING));
        assertFalse(embed.can(Capability.CHAT) || embed.can(Capability.COMPLETION));
    }

    /// How many of the seven wishes of the next test it refuses at least. No engine makes smoke think or see.
    default int leastRefused() {
        return 4;
    }

    @Test
    default void refusesWhatItsModelCannotDoNamingTheParameter() {
        Capabilities smoke = engine().abilities(SMOKE.name(), ServingOptions.USUAL);
        ChatRequest plain = question("ping");
        ToolDefinition tool = new ToolDefinition("f", "", "{}");
        List<ChatRequest> demanding = List.of(
                plain.withSampling(SamplingOptions.USUAL.withTopLogprobs(0)),
                plain.withReasoning(ReasoningEffort.HIGH),
                plain.withTools(Tools.offered(List.of(tool))),
                plain.withTools(new Tools(List.of(tool), new Tools.Choice.Required(), true)),
                plain.withTools(new Tools(List.of(tool), new Tools.Choice.Named("f"), true)),
                plain.withTools(new Tools(List.of(tool), new Tools.Choice.Auto(), false)),
                ChatRequest.of(SMOKE.name(), List.of(new ChatMessage("user", "?", List.of("aGk="), List.of(), null))));
        int refused = 0;
        for (ChatRequest request : demanding) {
            List<String> lacking = List.copyOf(smoke.lacking(request).keySet());
            if (!lacking.isEmpty()) {
                refused++;
                RequestRefused e = assertThrows(RequestRefused.class, () -> engine().chat(request, _ -> {}));
                assertEquals(RequestRefused.Kind.UNSUPPORTED_PARAMETER, e.kind());
                assertEquals(lacking.getFirst(), e.parameter());
            }
        }
        assertTrue(refused >= leastRefused(), "refused: " + refused);
        CompletionRequest gap =
                new CompletionRequest(SMOKE.name(), "a", "b", SamplingOptions.USUAL, ServingOptions.USUAL);
        assertEquals(
                "suffix",
                assertThrows(RequestRefused.class, () -> engine().complete(gap, _ -> {}))
                        .parameter());
    }

    @Test
    default void makesAModelCallATool() {
        String way =
                "{\"type\":\"object\",\"properties\":{\"way\":{\"type\":\"string\",\"enum\":[\"left\",\"right\"]}},"
                        + "\"required\":[\"way\"],\"additionalProperties\":false}";
        List<ToolDefinition> tools =
                List.of(new ToolDefinition("turn", "turns", way), new ToolDefinition("look", "looks", way));
        for (Tools.Choice choice : List.of(new Tools.Choice.Required(), new Tools.Choice.Named("look"))) {
            List<ChatDelta> parts = parts(engine(), question("ping").withTools(new Tools(tools, choice, true)));

            List<ToolCall> calls = parts.stream()
                    .filter(ChatDelta.Call.class::isInstance)
                    .map(part -> ((ChatDelta.Call) part).call())
                    .toList();
            assertEquals(1, calls.size(), parts.toString());
            ToolCall call = calls.getFirst();
            assertTrue(call.name().equals("look") || choice instanceof Tools.Choice.Required, call.toString());
            assertTrue(call.object().path("way").asText().matches("left|right"), call.toString());
            assertEquals(FinishReason.TOOL_CALLS, end(parts).reason());
        }
    }

    @Test
    default void mayOfferToolsThatMustNotBeCalled() {
        Tools none = new Tools(List.of(new ToolDefinition("f", "", "{}")), new Tools.Choice.None(), true);
        assertEquals("pong", answer(question("ping").withTools(none)));
    }

    @Test
    default void refusesAPromptThatDoesNotFitWithBothNumbers() {
        String tooLong = "harbor ".repeat(3000);
        RequestRefused chat = assertThrows(RequestRefused.class, () -> answer(question(tooLong)));
        assertEquals(RequestRefused.Kind.CONTEXT_LENGTH_EXCEEDED, chat.kind());
        assertEquals("messages", chat.parameter());
        assertTrue(String.valueOf(chat.getMessage()).matches(".*\\b2048\\b.* \\d{4,5}\\b.*"), chat.getMessage());
        RequestRefused completion = assertThrows(
                RequestRefused.class, () -> engine().complete(CompletionRequest.of(SMOKE.name(), tooLong), _ -> {}));
        assertEquals(RequestRefused.Kind.CONTEXT_LENGTH_EXCEEDED, completion.kind());
        assertEquals("prompt", completion.parameter());
        assertEquals("pong", answer(question("ping")));
    }

    @Test
    default void servesTheContextItsRouteWants() {
        ServingOptions small = new ServingOptions(512, null);
        assertEquals(512, engine().abilities(SMOKE.name(), small).contextLength());
        assertEquals(
                4096,
                engine().abilities(SMOKE.name(), new ServingOptions(9999, null)).contextLength(),
                "trained on");
        assertEquals("pong", answer(question("ping").withServing(small)));
        RequestRefused refused = assertThrows(
                RequestRefused.class,
                () -> answer(question("harbor ".repeat(600)).withServing(small)));
        assertTrue(String.valueOf(refused.getMessage()).contains("512"), refused.getMessage());
    }

    @Test
    default void loadsAndUnloads() throws InterruptedException {
        for (BundledModel model : List.of(SMOKE, SMOKE_EMBED)) {
            engine().load(model.name(), new ServingOptions(null, ServingOptions.FOREVER));
            assertTrue(card(model.name()).loaded(), model.name());
            ResidentModel resident = resident(model.name()).orElseThrow();
            assertNull(resident.until(), "it stays for ever");
            assertTrue(resident.memory() > 0 || !System.getProperty("os.name").equals("Linux"));
            assertEquals(card(model.name()).contextLength(), resident.context());
            engine().unload(model.name());
            awaitUnloaded(model.name());
            engine().unload(model.name());
        }
        assertEquals(
                "pong",
                answer(question("ping").withServing(new ServingOptions(null, Duration.ZERO))),
                "answers before it is unloaded");
        awaitUnloaded(SMOKE.name());
    }

    private Optional<ResidentModel> resident(String model) {
        return engine().resident().stream()
                .filter(resident -> resident.name().equals(model))
                .findFirst();
    }

    private void awaitUnloaded(String model) throws InterruptedException {
        Eventually.holds(
                model + " is not in memory any more", () -> !card(model).loaded());
    }

    @Test
    default void embedsSoThatSimilarTextsAreNear() {
        Embeddings embeddings = engine().embed(
                        SMOKE_EMBED.name(),
                        List.of(
                                "The cat sleeps on the sofa.",
                                "A cat sleeps on the sofa.",
                                "The server runs the containers."),
                        ServingOptions.USUAL);
        assertEquals(3, embeddings.vectors().size());
        assertTrue(embeddings.inputTokens() > 10, "tokens: " + embeddings.inputTokens());
        assertTrue(embeddings.vectors().stream().allMatch(vector -> vector.length == 96));
        double similar =
                cosine(embeddings.vectors().get(0), embeddings.vectors().get(1));
        double unrelated =
                cosine(embeddings.vectors().get(0), embeddings.vectors().get(2));
        assertTrue(similar > unrelated + 0.2, similar + " and " + unrelated);
    }

    private static double cosine(float[] a, float[] b) {
        double product = 0;
        double lengthA = 0;
        double lengthB = 0;
        for (int i = 0; i < a.length; i++) {
            product += a[i] * b[i];
            lengthA += a[i] * a[i];
            lengthB += b[i] * b[i];
        }
        return product / Math.sqrt(lengthA * lengthB);
    }

    @Test
    default void listsWhatItHas() {
        answer(question("ping"));
        ModelCard smoke = card(SMOKE.name());
        assertEquals(SMOKE.bytes(), smoke.bytes(), 4096);
        assertEquals(2048, smoke.contextLength());
        assertTrue(smoke.loaded());
        assertFalse(smoke.embeds());
        assertTrue(card(SMOKE_EMBED.name()).embeds());
    }

    private ModelCard card(String name) {
        return engine().models().stream()
                .filter(card -> card.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    default void putsTheSameModelOnlyOnce() {
        Instant created = card(SMOKE.name()).created();
        List<String> steps = new ArrayList<>();
        store().put(SMOKE, (what, _, _) -> steps.add(what));
        assertEquals(created, card(SMOKE.name()).created());
        assertEquals(List.of(), steps);
    }

    @Test
    default void forgetsAModelThatIsRemovedAndTakesItAgain() {
        store().remove(SMOKE_EMBED.name());
        assertTrue(engine().models().stream().noneMatch(card -> card.name().equals(SMOKE_EMBED.name())));
        List<Long> done = new ArrayList<>();
        store().put(SMOKE_EMBED, (_, bytes, _) -> done.add(bytes));
        assertTrue(card(SMOKE_EMBED.name()).embeds());
        assertFalse(done.isEmpty());
        store().put(SMOKE_EMBED, Progress.NONE);
    }
}
