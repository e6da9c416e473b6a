package io.aiplat.inference.llamacpp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.inference.ModelEngineContract;
import io.aiplat.inference.ModelServer.ModelLease;
import io.aiplat.inference.chat.ChatRequest;
import io.aiplat.inference.chat.ServingOptions;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Problem;
import io.aiplat.supply.folder.GgufModel;
import io.aiplat.testkit.Eventually;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The processes: their lives, and what others on the machine can see of them.
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class LlamaServerProcessIT {
    private static final Duration LONG = Duration.ofMinutes(5);

    @TempDir
    Path home;

    private LlamaServerEngine engine(int processes, int slots, Duration keepAlive) {
        return LlamaServerFixture.stocked(home, LlamaServerFixture.limits(processes, slots, keepAlive));
    }

    private static String ping(LlamaServerEngine engine) {
        return ModelEngineContract.text(ModelEngineContract.parts(engine, ModelEngineContract.question("ping")));
    }

    @Test
    void aServerThatIsKilledWhileItAnswersIsAnErrorAndTheNextRequestHasAnother() throws Exception {
        try (LlamaServerEngine engine = engine(1, 2, LONG);
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            assertEquals("pong", ping(engine));
            long first = engine.server("smoke").orElseThrow();
            // It answers in no time, so it is stopped until it has been killed.
            signal("STOP", first);
            Future<String> answer = clients.submit(() -> ping(engine));
            Thread.sleep(500);
            assertFalse(answer.isDone());
            signal("KILL", first);

            ExecutionException failed = assertThrows(ExecutionException.class, () -> answer.get(20, TimeUnit.SECONDS));

            Problem died = ((ApplianceException) failed.getCause()).problem();
            assertEquals("MODELS_WORKER_DIED", died.code().id());
            assertTrue(died.why().contains("137"), died.why());
            assertEquals("pong", ping(engine));
            assertNotEquals(first, engine.server("smoke").orElseThrow());
        }
    }

    private static void signal(String name, long process) throws Exception {
        assertEquals(
                0,
                new ProcessBuilder("kill", "-" + name, Long.toString(process))
                        .start()
                        .waitFor());
    }

    @Test
    void makesRoomForAnotherModelAndUnloadsTheIdle() throws Exception {
        try (LlamaServerEngine engine = engine(1, 2, Duration.ofMillis(400))) {
            assertEquals("pong", ping(engine));
            long chatting = engine.server("smoke").orElseThrow();
            engine.embed("smoke-embed", List.of("hello"), ServingOptions.USUAL);
            assertFalse(ProcessHandle.of(chatting).map(ProcessHandle::isAlive).orElse(false), "only one has room");
            assertTrue(engine.server("smoke").isEmpty());
            Eventually.holds(
                    "an idle model is unloaded",
                    () -> engine.server("smoke-embed").isEmpty());
            assertEquals("pong", ping(engine));
        }
    }

    @Test
    void aLeasedModelStaysAndItsAddressWantsItsKey() throws Exception {
        try (LlamaServerEngine engine = engine(1, 2, Duration.ofMillis(200))) {
            long server;
            try (ModelLease lease = engine.lease("smoke", ServingOptions.USUAL)) {
                server = engine.server("smoke").orElseThrow();
                Thread.sleep(600);
                assertEquals(server, engine.server("smoke").orElseThrow(), "nobody unloads what is leased");
                assertEquals(401, status(lease, "wrong"));
                assertEquals(200, status(lease, lease.key().value()));
            }
            Eventually.holds(
                    "it is unloaded when nobody has it",
                    () -> !ProcessHandle.of(server).map(ProcessHandle::isAlive).orElse(false));
        }
    }

    private static int status(ModelLease lease, String key) throws IOException {
        var connection =
                (HttpURLConnection) lease.url().resolve("/props").toURL().openConnection();
        connection.setRequestProperty("Authorization", "Bearer " + key);
        return connection.getResponseCode();
    }

    @Test
    void answersSeveralAtOnceEachWithTheWholeContext() throws Exception {
        try (LlamaServerEngine engine = engine(1, 2, LONG);
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            CountDownLatch both = new CountDownLatch(2);
            ChatRequest fills = ModelEngineContract.question("harbor ".repeat(1800));
            List<Future<?>> answers = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                answers.add(clients.submit(() -> engine.chat(fills, _ -> {
                    both.countDown();
                    await(both);
                })));
            }
            for (Future<?> answer : answers) {
                answer.get(30, TimeUnit.SECONDS);
            }
        }
    }

    private static void await(CountDownLatch both) {
        try {
            assertTrue(both.await(20, TimeUnit.SECONDS), "two answers begin before either ends");
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void diesWithUsHoweverWeDieAndIsFoundWhereItDoesNot() throws Exception {
        GgufModel model;
        try (LlamaServerEngine engine = engine(1, 1, LONG)) {
            assertTrue(engine.server("smoke").isEmpty());
            model = LlamaServerFixture.folder(home).find("smoke").orElseThrow();
        }
        LlamaServerProcess server = LlamaServerProcess.start(
                LlamaServerFixture.command(home),
                new LlamaServerModel(model, LlamaServerFixture.limits(1, 1, LONG), null),
                home.resolve("logs"),
                LONG);
        LlamaServerOrphans.end(home);
        assertTrue(server.alive(), "it is ours, and we are here");
        String commandLine = ProcessHandle.of(server.pid())
                .flatMap(process -> process.info().commandLine())
                .orElse("");
        assertFalse(commandLine.contains(server.key().value()), "everybody can read command lines");
        server.hangUp();
        Eventually.holds("it ends when our end of its pipe does", () -> !server.alive());

        Process left = leftBehind();
        LlamaServerOrphans.end(home.resolve("other"));
        assertTrue(left.isAlive(), "another home's");
        LlamaServerOrphans.end(home);
        assertTrue(left.waitFor(10, TimeUnit.SECONDS));
    }

    /// Something that carries what a server of this home carries, of an owner that is not there.
    private Process leftBehind() throws IOException {
        ProcessBuilder sleep = new ProcessBuilder("sleep", "60");
        sleep.environment().putAll(LlamaServerFixture.command(home).variables("k", "1@1"));
        return sleep.start();
    }

    @Test
    void getsNothingOfOurEnvironmentButWhatItNeedsToCompute() {
        Map<String, String> ours = Map.of(
                "PATH", "/bin",
                "LLAMA_ARG_HOST", "0.0.0.0",
                "OPENAI_API_KEY", "sk-secret",
                "GGML_CUDA_ENABLE_UNIFIED_MEMORY", "1");

        Map<String, String> passed = new LlamaServerCommand(Path.of("llama-server"), home, ours).variables("k", "1@1");

        assertEquals(
                Map.of(
                        "PATH", "/bin",
                        "GGML_CUDA_ENABLE_UNIFIED_MEMORY", "1",
                        "LLAMA_API_KEY", "k",
                        "AIPLAT_LLAMA_SERVER_HOME", home.toString(),
                        "AIPLAT_LLAMA_SERVER_OWNER", "1@1"),
                passed);
    }

    @Test
    void aFileThatItCannotLoadIsAProblemWithTheEndOfItsLog() throws Exception {
        try (LlamaServerEngine engine = engine(1, 1, LONG)) {
            Path file =
                    LlamaServerFixture.folder(home).find("smoke").orElseThrow().file();
            byte[] bytes = Files.readAllBytes(file);
            int at = new String(bytes, 0, 4096, StandardCharsets.ISO_8859_1).indexOf("llama");
            bytes[at] = 'x';
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            Files.write(file, bytes);
            AtomicReference<String> answer = new AtomicReference<>("");
            ApplianceException failed =
                    assertThrows(ApplianceException.class, () -> answer.set(ping(engine)), answer::get);
            assertEquals("MODELS_LOAD_FAILED", failed.problem().code().id());
            assertTrue(
                    failed.problem().why().contains("xlama"), failed.problem().why());
        }
    }
}
