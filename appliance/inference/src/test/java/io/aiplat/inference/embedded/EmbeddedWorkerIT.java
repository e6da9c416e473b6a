package io.aiplat.inference.embedded;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.aiplat.inference.ModelEngineContract;
import io.aiplat.inference.RequestRefused;
import io.aiplat.inference.chat.ChatDelta;
import io.aiplat.inference.chat.ChatMessage;
import io.aiplat.inference.chat.ChatRequest;
import io.aiplat.inference.chat.SamplingOptions;
import io.aiplat.inference.chat.ServingOptions;
import io.aiplat.inference.chat.ToolDefinition;
import io.aiplat.inference.chat.Tools;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Problem;
import io.aiplat.model.Progress;
import io.aiplat.supply.BundledModel;
import io.aiplat.supply.ModelStore;
import io.aiplat.supply.gguf.GgufFixture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What only the embedded engine has to survive: its workers.
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class EmbeddedWorkerIT {
    private static final BundledModel SMOKE = BundledModel.ALL.getFirst();
    private static final String STORY = "Tell me a story.";

    @TempDir
    Path home;

    @BeforeEach
    void needsLlama() {
        Problem problem = EmbeddedFixture.host().problem();
        assumeTrue(problem == null, () -> "llama.cpp cannot run here: " + problem);
    }

    private ModelStore store(EmbeddedEngine engine) {
        return EmbeddedFixture.store(home, engine);
    }

    private static int embed(EmbeddedEngine engine, String... inputs) {
        return engine.embed("smoke-embed", List.of(inputs), ServingOptions.USUAL)
                .vectors()
                .size();
    }

    private static String answer(EmbeddedEngine engine, String question) {
        return ModelEngineContract.text(ModelEngineContract.parts(engine, ModelEngineContract.question(question)));
    }

    private static ChatRequest ask(String model, String question) {
        return ChatRequest.of(model, List.of(ChatMessage.text("user", question)))
                .withSampling(SamplingOptions.USUAL.withMaxTokens(20));
    }

    private static String code(ApplianceException e) {
        return e.problem().code().id();
    }

    @Test
    void saysSoWhenAWorkerIsKilledInTheMiddleAndStartsAnother() {
        try (EmbeddedEngine engine = EmbeddedFixture.stocked(home, EmbeddedFixture.LIMITS)) {
            assertEquals("pong", answer(engine, "ping"));
            long first = engine.worker("smoke").orElseThrow();
            List<ChatDelta> parts = new ArrayList<>();
            ApplianceException died = assertThrows(
                    ApplianceException.class,
                    () -> engine.chat(ModelEngineContract.question(STORY), part -> {
                        if (parts.isEmpty()) {
                            ProcessHandle worker = ProcessHandle.of(first).orElseThrow();
                            worker.destroyForcibly();
                            worker.onExit().join();
                        }
                        parts.add(part);
                    }));
            assertEquals("MODELS_WORKER_DIED", code(died));
            assertTrue(died.problem().why().contains("137"), died.problem().why());
            assertEquals("pong", answer(engine, "ping"));
            assertNotEquals(first, engine.worker("smoke").orElseThrow());
        }
    }

    @Test
    void servesFortyAtOnceThoughEveryThirdLeaves() throws Exception {
        try (EmbeddedEngine engine = EmbeddedFixture.stocked(home, EmbeddedFixture.LIMITS);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            assertEquals("pong", answer(engine, "ping"));
            long worker = engine.worker("smoke").orElseThrow();
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                boolean leaves = i % 3 == 0;
                answers.add(threads.submit(() -> leaves ? leave(engine) : answer(engine, "What do bees make?")));
            }
            for (int i = 0; i < 40; i++) {
                assertEquals(
                        i % 3 == 0 ? "left" : "Bees make honey.", answers.get(i).get());
            }
            assertEquals(worker, engine.worker("smoke").orElseThrow(), "the same worker served all");
        }
    }

    private static String leave(EmbeddedEngine engine) {
        try {
            engine.chat(ModelEngineContract.question(STORY), _ -> {
                throw new IllegalStateException("left");
            });
            return "stayed";
        } catch (IllegalStateException e) {
            return e.getMessage();
        }
    }

    @Test
    void refusesWhatWouldWaitTooLong() throws Exception {
        EmbeddedLimits one =
                new EmbeddedLimits(1, 0, Duration.ofMinutes(5), Duration.ofSeconds(60), Duration.ofSeconds(60));
        try (EmbeddedEngine engine = EmbeddedFixture.stocked(home, one)) {
            List<RequestRefused> refused = new ArrayList<>();
            engine.chat(ModelEngineContract.question("ping"), _ -> {
                if (refused.isEmpty()) {
                    refused.add(assertThrows(RequestRefused.class, () -> answerElsewhere(engine)));
                }
            });
            assertEquals(RequestRefused.Kind.BUSY, refused.getFirst().kind());
        }
    }

    private static void answerElsewhere(EmbeddedEngine engine) {
        answer(engine, "ping");
    }

    @Test
    void makesRoomForAnotherModelAndUnloadsTheIdle() throws Exception {
        EmbeddedLimits one =
                new EmbeddedLimits(1, 4, Duration.ofMillis(400), Duration.ofSeconds(60), Duration.ofSeconds(60));
        try (EmbeddedEngine engine = EmbeddedFixture.stocked(home, one)) {
            assertEquals("pong", answer(engine, "ping"));
            assertEquals(1, embed(engine, "hello"));
            assertTrue(engine.worker("smoke").isEmpty(), "only one worker may be there");
            long embedder = engine.worker("smoke-embed").orElseThrow();
            assertEquals("pong", answer(engine, "ping"));
            assertFalse(ProcessHandle.of(embedder).map(ProcessHandle::isAlive).orElse(false));
            long worker = engine.worker("smoke").orElseThrow();
            ProcessHandle.of(worker).ifPresent(process -> process.onExit().join());
            assertTrue(engine.worker("smoke").isEmpty());
        }
        assertFalse(Files.exists(home.resolve("tmp")), "native libraries stay behind");
    }

    @Test
    void keepsWhatItWasToldToKeepUntilAnotherNeedsItsPlace() throws Exception {
        EmbeddedLimits two =
                new EmbeddedLimits(2, 4, Duration.ofMillis(400), Duration.ofSeconds(60), Duration.ofSeconds(60));
        try (EmbeddedEngine engine = EmbeddedFixture.stocked(home, two)) {
            engine.load("smoke", new ServingOptions(null, ServingOptions.FOREVER));
            long kept = engine.worker("smoke").orElseThrow();
            assertEquals("pong", answer(engine, "ping"));
            embed(engine, "hello");
            long embedder = engine.worker("smoke-embed").orElseThrow();
            ProcessHandle.of(embedder).ifPresent(process -> process.onExit().join());
            assertEquals(kept, engine.worker("smoke").orElseThrow(), "outlives what is idle as long");
        }
        EmbeddedLimits one =
                new EmbeddedLimits(1, 4, Duration.ofMinutes(5), Duration.ofSeconds(60), Duration.ofSeconds(60));
        try (EmbeddedEngine engine = EmbeddedFixture.stocked(home, one)) {
            engine.load("smoke", new ServingOptions(null, ServingOptions.FOREVER));
            assertEquals(1, embed(engine, "hello"), "it gives way where there is no other room");
            assertTrue(engine.worker("smoke").isEmpty());
        }
    }

    @Test
    void diesWhenStandardInputEnds() throws Exception {
        WorkerProcess worker =
                WorkerProcess.start(EmbeddedFixture.command(), "orphan", home.resolve("tmp"), home.resolve("logs"));
        worker.hangUp();
        assertTrue(ProcessHandle.of(worker.pid())
                .map(ProcessHandle::onExit)
                .map(exit -> exit.orTimeout(20, TimeUnit.SECONDS).join())
                .map(process -> !process.isAlive())
                .orElse(true));
        worker.kill();
    }

    @Test
    void refusesAPromptLongerThanTheContextWithBothNumbers() {
        try (EmbeddedEngine engine = EmbeddedFixture.stocked(home, EmbeddedFixture.LIMITS)) {
            RequestRefused refused = assertThrows(RequestRefused.class, () -> answer(engine, "harbor ".repeat(3000)));
            assertEquals(RequestRefused.Kind.CONTEXT_LENGTH_EXCEEDED, refused.kind());
            assertTrue(refused.getMessage().contains("2048"), refused.getMessage());
            assertTrue(refused.getMessage().matches(".* has [36]0\\d\\d;.*"), refused.getMessage());
            RequestRefused embedded = assertThrows(RequestRefused.class, () -> embed(engine, "a", "cat ".repeat(3000)));
            assertEquals(RequestRefused.Kind.CONTEXT_LENGTH_EXCEEDED, embedded.kind());
            assertEquals("pong", answer(engine, "ping"));
        }
    }

    @Test
    void refusesToolsImagesAndSchemasItCannotKeepTo() {
        try (EmbeddedEngine engine = EmbeddedFixture.stocked(home, EmbeddedFixture.LIMITS)) {
            ChatRequest plain = ModelEngineContract.question("ping");
            ChatRequest tools = plain.withTools(Tools.offered(List.of(new ToolDefinition("t", "", "{}"))));
            assertEquals(
                    "tools",
                    assertThrows(RequestRefused.class, () -> engine.chat(tools, _ -> {}))
                            .parameter());
            ChatRequest image = ModelEngineContract.request(
                    List.of(new ChatMessage("user", "what is it", List.of("aGk="), List.of(), null)),
                    plain.format(),
                    null,
                    List.of());
            assertEquals(
                    "messages",
                    assertThrows(RequestRefused.class, () -> engine.chat(image, _ -> {}))
                            .parameter());
            ChatRequest nothing = ModelEngineContract.request(plain.messages(), plain.format(), 0, List.of());
            assertEquals(
                    "max_tokens",
                    assertThrows(RequestRefused.class, () -> engine.chat(nothing, _ -> {}))
                            .parameter());
            assertTrue(engine.worker("smoke").isEmpty(), "none of it needs a worker");
        }
    }

    @Test
    void carriesCharactersOfFourBytesThroughTheTemplateAndBack() {
        try (EmbeddedEngine engine = EmbeddedFixture.stocked(home, EmbeddedFixture.LIMITS)) {
            long plain = ModelEngineContract.end(
                            ModelEngineContract.parts(engine, ModelEngineContract.question("Repeat: ab")))
                    .inputTokens();
            List<ChatDelta> parts =
                    ModelEngineContract.parts(engine, ModelEngineContract.question("Repeat: ab\ud83d\ude00"));
            assertEquals(plain + 4, ModelEngineContract.end(parts).inputTokens(), "four bytes, a token each");
        }
    }

    private Path file(String name, byte[] bytes) throws IOException {
        return Files.write(home.resolve(name), bytes);
    }

    @Test
    void takesInAFileWithItsModelfile() throws Exception {
        try (EmbeddedEngine engine = EmbeddedFixture.engine(home, EmbeddedFixture.LIMITS)) {
            Path file = file("My Smoke.GGUF", GgufFixture.bytes(SMOKE));
            Files.writeString(home.resolve("My Smoke.Modelfile"), SMOKE.modelfile());
            List<Long> done = new ArrayList<>();
            assertEquals("my-smoke", store(engine).pull(file.toString(), (_, bytes, _) -> done.add(bytes)));
            assertTrue(done.contains(SMOKE.bytes()));
            assertEquals("pong", ModelEngineContract.text(ModelEngineContract.parts(engine, ask("my-smoke", "ping"))));
            store(engine).remove("my-smoke");
            assertEquals(List.of(), engine.models());
            assertTrue(engine.worker("my-smoke").isEmpty());
        }
    }

    @Test
    void refusesBrokenFilesAndForeignArchitecturesBeforeAnythingIsStarted() throws Exception {
        byte[] smoke = GgufFixture.bytes(SMOKE);
        Path cut = file("cut.gguf", Arrays.copyOf(smoke, smoke.length / 2));
        Path text = file("text.gguf", "not a model".getBytes(StandardCharsets.UTF_8));
        Path foreign = file("foreign.gguf", GgufFixture.with(smoke, Map.of("general.architecture", "qwen9")));
        try (EmbeddedEngine engine = EmbeddedFixture.engine(home, EmbeddedFixture.LIMITS)) {
            assertEquals(
                    "MODELS_FILE_BROKEN",
                    code(assertThrows(
                            ApplianceException.class, () -> store(engine).pull(cut.toString(), Progress.NONE))));
            assertEquals(
                    "MODELS_NOT_GGUF_THERE",
                    code(assertThrows(
                            ApplianceException.class, () -> store(engine).pull(text.toString(), Progress.NONE))));
            assertEquals(
                    "MODELS_ARCHITECTURE_UNKNOWN",
                    code(assertThrows(
                            ApplianceException.class, () -> store(engine).pull(foreign.toString(), Progress.NONE))));
            assertEquals(List.of(), engine.models());
        }
    }

    @Test
    void servesAnotherTemplateAndRefusesFilesLlamaCannotLoad() throws Exception {
        byte[] smoke = GgufFixture.bytes(SMOKE);
        Path template = file(
                "template.gguf",
                GgufFixture.with(
                        smoke,
                        Map.of(
                                "tokenizer.chat_template",
                                "{% for m in messages %}[{{ m.role }}] {{ m.content }}\n{% endfor %}[assistant]")));
        Path unparsable = file(
                "unparsable.gguf",
                GgufFixture.with(smoke, Map.of("tokenizer.chat_template", "{% for m in %}{{ m.nothing( }}")));
        Path raising = file(
                "raising.gguf",
                GgufFixture.with(
                        smoke, Map.of("tokenizer.chat_template", "{{ raise_exception('roles must alternate') }}")));
        Path gemma = file("gemma.gguf", GgufFixture.with(smoke, Map.of("general.architecture", "gemma2")));
        try (EmbeddedEngine engine = EmbeddedFixture.stocked(home, EmbeddedFixture.LIMITS)) {
            for (Path path : List.of(template, unparsable, raising, gemma)) {
                store(engine).pull(path.toString(), Progress.NONE);
            }
            assertTrue(
                    !ModelEngineContract.parts(engine, ask("template", "ping")).isEmpty());
            for (String model : List.of("unparsable", "raising", "gemma")) {
                ApplianceException e =
                        assertThrows(ApplianceException.class, () -> engine.chat(ask(model, "ping"), _ -> {}), model);
                assertEquals("MODELS_LOAD_FAILED", code(e), () -> e.problem().toText());
                assertTrue(e.problem().why().contains(model.equals("gemma") ? "context_length" : "chat template"));
            }
            assertEquals("pong", answer(engine, "ping"));
        }
    }

    @Test
    void aFileWithoutATemplateIsServedWithAWarning() throws Exception {
        // A key that nobody looks for, of the same length.
        String text = new String(GgufFixture.bytes(SMOKE), StandardCharsets.ISO_8859_1)
                .replace("tokenizer.chat_template", "tokenizer.chit_template");
        Path bare = file("bare.gguf", text.getBytes(StandardCharsets.ISO_8859_1));
        try (EmbeddedEngine engine = EmbeddedFixture.stocked(home, EmbeddedFixture.LIMITS)) {
            assertEquals("bare", store(engine).pull(bare.toString(), Progress.NONE));
            assertEquals(
                    "MODELS_NO_CHAT_TEMPLATE",
                    store(engine).warning("bare").orElseThrow().code().id());
            assertEquals(Optional.empty(), store(engine).warning("smoke"));
            assertEquals(Optional.empty(), store(engine).warning("smoke-embed"));
            assertEquals(Optional.empty(), store(engine).warning("nothing"));
            assertTrue(!ModelEngineContract.parts(engine, ask("bare", "ping")).isEmpty());
        }
    }

    @Test
    void listsABrokenModelSoThatItCanBeRemoved() throws Exception {
        try (EmbeddedEngine engine = EmbeddedFixture.stocked(home, EmbeddedFixture.LIMITS)) {
            Files.writeString(home.resolve("models/smoke/model.gguf"), "broken since");
            assertEquals(2, engine.models().size());
            assertEquals(
                    "MODELS_FILE_BROKEN", code(assertThrows(ApplianceException.class, () -> answer(engine, "ping"))));
            store(engine).remove("smoke");
            assertEquals(1, engine.models().size());
        }
    }

    @Test
    void embedsManyTextsInOrder() {
        try (EmbeddedEngine engine = EmbeddedFixture.stocked(home, EmbeddedFixture.LIMITS)) {
            List<String> inputs = new ArrayList<>();
            for (int i = 0; i < 150; i++) {
                inputs.add(i % 2 == 0 ? "The cat sleeps." : "The server runs.");
            }
            List<float[]> vectors =
                    engine.embed("smoke-embed", inputs, ServingOptions.USUAL).vectors();
            assertEquals(150, vectors.size());
            assertArrayEquals(vectors.get(0), vectors.get(148), 1e-5f);
            assertArrayEquals(vectors.get(1), vectors.get(149), 1e-5f);
        }
    }

    @Test
    void logsNothingOfWhatIsAskedAndAnswered() throws Exception {
        try (EmbeddedEngine engine = EmbeddedFixture.stocked(home, EmbeddedFixture.LIMITS)) {
            answer(engine, "What do bees make?");
            embed(engine, "What do bees make?");
        }
        for (String model : List.of("smoke", "smoke-embed")) {
            String log = Files.readString(home.resolve("logs/worker-" + model + ".log"));
            assertTrue(log.contains("llama_model_loader"), log);
            assertFalse(log.contains("bees"), log);
        }
    }

    @Test
    void givesUpLoadingInTime() {
        EmbeddedLimits hasty =
                new EmbeddedLimits(1, 4, Duration.ofMinutes(5), Duration.ofMillis(1), Duration.ofSeconds(60));
        try (EmbeddedEngine engine = EmbeddedFixture.stocked(home, hasty)) {
            ApplianceException e = assertThrows(ApplianceException.class, () -> answer(engine, "ping"));
            assertEquals("MODELS_LOAD_TIMED_OUT", code(e));
            assertTrue(engine.worker("smoke").isEmpty());
        }
    }

    @Test
    void refusesAModelThatDoesNotFitIntoMemory() {
        LlamaHost small = new LlamaHost("amd64", List.of(), true, () -> 1 << 20);
        try (EmbeddedEngine engine = new EmbeddedEngine(
                EmbeddedFixture.folder(home),
                home.resolve("tmp"),
                home.resolve("logs"),
                EmbeddedFixture.command(),
                EmbeddedFixture.LIMITS,
                small)) {
            store(engine).put(SMOKE, Progress.NONE);
            assertEquals(
                    "MODELS_MEMORY_SHORT", code(assertThrows(ApplianceException.class, () -> answer(engine, "ping"))));
        }
    }

    @Test
    void stopsWhenTheThreadIsInterrupted() throws Exception {
        try (EmbeddedEngine engine = EmbeddedFixture.stocked(home, EmbeddedFixture.LIMITS)) {
            Thread asking = Thread.ofVirtual().unstarted(() -> {
                engine.chat(
                        ModelEngineContract.question(STORY),
                        _ -> Thread.currentThread().interrupt());
            });
            asking.setUncaughtExceptionHandler((_, _) -> {});
            asking.start();
            asking.join();
            assertEquals("pong", answer(engine, "ping"));
        }
    }
}
