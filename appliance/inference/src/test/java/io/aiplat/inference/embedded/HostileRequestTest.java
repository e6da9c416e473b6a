package io.aiplat.inference.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.inference.CompletionRequest;
import io.aiplat.inference.RequestRefused;
import io.aiplat.inference.RequestRefused.Kind;
import io.aiplat.inference.chat.ChatDelta;
import io.aiplat.inference.chat.ChatMessage;
import io.aiplat.inference.chat.ChatRequest;
import io.aiplat.inference.chat.ChatRequest.AnswerFormat;
import io.aiplat.inference.chat.SamplingOptions;
import io.aiplat.inference.chat.ServingOptions;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Progress;
import io.aiplat.supply.BundledModel;
import io.aiplat.supply.ModelStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Requests that a worker would die of: what can be seen before is refused before, and what cannot is the request's
/// own failure. Workers are scripts here that say what they are told to; each that starts writes a line.
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class HostileRequestTest {
    /// The frame `WorkerResponse.Loaded`.
    private static final String LOADED = "printf '\\000\\000\\000\\001L' >\"$out\"\n";
    /// The frame `WorkerResponse.Finished` of the first request.
    private static final String FINISHED = "printf '\\000\\000\\000\\025F\\000\\000\\000\\001\\000\\000\\000\\004STOP"
            + "\\000\\000\\000\\005\\000\\000\\000\\003' >\"$out\"\n";
    /// A long prompt: 25 MB.
    private static final String LONG = "All work and no play makes Jack a dull boy. ".repeat(570_000);

    @TempDir
    Path home;

    private Path starts;

    @BeforeEach
    void nothingHasStarted() throws IOException {
        starts = Files.createFile(home.resolve("starts"));
    }

    private int started() throws IOException {
        return Files.readAllLines(starts).size();
    }

    /// An engine with both packed models whose workers run a script.
    ///
    /// @param script after the model is loaded; `$out` is where answers go, `$n` which worker this is
    private EmbeddedEngine engine(String script) throws IOException {
        Path java = home.resolve("worker.sh");
        Files.writeString(java, """
                #!/bin/sh
                for out; do :; done
                echo started >>'%s'
                n=$(wc -l <'%s')
                head -c 4 >/dev/null
                %s%s
                """.formatted(starts, starts, LOADED, script));
        assertTrue(java.toFile().setExecutable(true));
        LlamaHost host = new LlamaHost("amd64", List.of(), true, () -> Long.MAX_VALUE);
        EmbeddedLimits limits =
                new EmbeddedLimits(2, 4, Duration.ofMinutes(5), Duration.ofSeconds(20), Duration.ofSeconds(20));
        EmbeddedEngine engine = new EmbeddedEngine(
                EmbeddedFixture.folder(home),
                home.resolve("tmp"),
                home.resolve("logs"),
                new WorkerCommand(java, "nothing", List.of()),
                limits,
                host);
        ModelStore store = EmbeddedFixture.store(home, engine);
        BundledModel.ALL.forEach(model -> store.put(model, Progress.NONE));
        return engine;
    }

    private static ChatRequest ask(String content) {
        return ChatRequest.of("smoke", List.of(ChatMessage.text("user", content)));
    }

    private static RequestRefused refused(EmbeddedEngine engine, ChatRequest request) {
        return assertThrows(RequestRefused.class, () -> engine.chat(request, _ -> {}));
    }

    @Test
    void startsNoWorkerForAPromptThatCannotFit() throws IOException {
        try (EmbeddedEngine engine = engine("cat >/dev/null")) {
            List<RequestRefused> all = new ArrayList<>();
            all.add(refused(engine, ask(LONG)));
            all.add(assertThrows(RequestRefused.class, () -> engine.countTokens(ask(LONG))));
            all.add(assertThrows(
                    RequestRefused.class, () -> engine.complete(CompletionRequest.of("smoke", LONG), _ -> {})));
            all.add(assertThrows(
                    RequestRefused.class, () -> engine.embed("smoke-embed", List.of("a", LONG), ServingOptions.USUAL)));
            all.add(refused(
                    engine, ChatRequest.of("smoke", Collections.nCopies(100_000, ChatMessage.text("user", "")))));
            all.add(refused(engine, ask("\u0001".repeat(1 << 20))));
            for (RequestRefused refused : all) {
                assertEquals(Kind.CONTEXT_LENGTH_EXCEEDED, refused.kind());
                assertTrue(refused.getMessage().length() < 500, "a prompt is not told again");
            }
            assertEquals(0, started());
        }
    }

    @Test
    void startsNoWorkerForASchemaThatWouldKeepItBusy() throws IOException {
        StringBuilder properties = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            properties.append(i == 0 ? "" : ",").append("\"p").append(i).append("\":{\"type\":\"null\"}");
        }
        String nested = "{\"type\":\"array\",\"items\":".repeat(900) + "{\"type\":\"null\"}" + "}".repeat(900);
        List<String> schemas = List.of(
                "{\"type\":\"object\",\"properties\":{" + properties + "}}",
                "{\"type\":\"object\",\"properties\":{\"a\":" + nested + "}}",
                "{\"type\":\"object\",\"properties\":{\"a\":{\"enum\":[\"" + "x".repeat(1 << 20) + "\"]}}}",
                "{\"type\":\"object\",\"description\":\"" + "x".repeat(30 << 20) + "\"}");
        try (EmbeddedEngine engine = engine("cat >/dev/null")) {
            for (String schema : schemas) {
                RequestRefused refused = refused(engine, ask("hi").withFormat(new AnswerFormat.JsonSchema(schema)));
                assertEquals("response_format", refused.parameter());
                assertTrue(refused.getMessage().length() < 500, "a schema is not told again");
            }
            assertEquals(0, started());
        }
    }

    @Test
    void startsNoWorkerForAStopTextWithoutEnd() throws IOException {
        try (EmbeddedEngine engine = engine("cat >/dev/null")) {
            RequestRefused refused =
                    refused(engine, ask("hi").withSampling(SamplingOptions.USUAL.withStop(List.of(LONG))));
            assertEquals(Kind.INVALID_PARAMETER, refused.kind());
            assertEquals("stop", refused.parameter());
            assertEquals(0, started());
        }
    }

    @Test
    void blamesTheRequestThatAWorkerDiesOfAndAsksNoOther() throws IOException {
        for (String death : List.of("kill -ABRT $$", "kill -SEGV $$", "exit 3", "exit 0")) {
            Files.writeString(starts, "");
            try (EmbeddedEngine engine = engine(death)) {
                assertEquals(Kind.ENGINE_FAILED, refused(engine, ask("hi")).kind(), death);
                assertEquals(1, started(), death);
                assertEquals(
                        Kind.ENGINE_FAILED,
                        assertThrows(RequestRefused.class, () -> engine.countTokens(ask("hi")))
                                .kind());
                assertEquals(
                        Kind.ENGINE_FAILED,
                        assertThrows(
                                        RequestRefused.class,
                                        () -> engine.embed("smoke-embed", List.of("hi"), ServingOptions.USUAL))
                                .kind());
            }
        }
    }

    @Test
    void blamesTheRequestThatLlamaFailsAt() throws IOException {
        String failed = "printf '\\000\\000\\000\\012!\\000\\000\\000\\001\\000\\000\\000\\001x' >\"$out\"\n";
        try (EmbeddedEngine engine = engine(failed + "cat >/dev/null")) {
            RequestRefused refused = refused(engine, ask("hi"));
            assertEquals(Kind.ENGINE_FAILED, refused.kind());
            assertTrue(refused.getMessage().contains("llama.cpp says: x."), refused.getMessage());
            assertEquals(1, started());
        }
    }

    @Test
    void asksAnotherWorkerWhereOneIsKilledFromOutside() throws IOException {
        try (EmbeddedEngine engine = engine("test $n = 1 && kill -KILL $$\n" + FINISHED + "cat >/dev/null")) {
            List<ChatDelta> parts = new ArrayList<>();
            engine.chat(ask("hi"), parts::add);
            assertEquals(1, parts.size());
            assertEquals(2, started());
        }
    }

    @Test
    void blamesTheRequestThatNoWorkerOutlives() throws IOException {
        try (EmbeddedEngine engine = engine("kill -KILL $$")) {
            assertEquals(Kind.ENGINE_FAILED, refused(engine, ask("hi")).kind());
            assertEquals(2, started());
        }
    }

    @Test
    void doesNotBlameARequestForAWorkerThatDiesWhileItLoads() throws IOException {
        try (EmbeddedEngine engine = engine("cat >/dev/null")) {
            Path java = home.resolve("worker.sh");
            Files.writeString(java, "#!/bin/sh\nkill -ABRT $$\n");
            ApplianceException e = assertThrows(ApplianceException.class, () -> engine.chat(ask("hi"), _ -> {}));
            assertEquals("MODELS_LOAD_FAILED", e.problem().code().id());
        }
    }

    @Test
    void endsAWorkerThatWritesWhatMakesNoSense() throws IOException {
        // A vector of two thousand million numbers, and a text of minus one bytes.
        String vectors = "printf '\\000\\000\\000\\021V\\000\\000\\000\\001\\000\\000\\000\\001\\000\\000\\000\\001"
                + "\\177\\377\\377\\377' >\"$out\"\ncat >/dev/null";
        String text =
                "printf '\\000\\000\\000\\011T\\000\\000\\000\\001\\377\\377\\377\\377' >\"$out\"\ncat >/dev/null";
        for (String frame : List.of(vectors, text)) {
            try (EmbeddedEngine engine = engine(frame)) {
                assertThrows(RequestRefused.class, () -> engine.chat(ask("hi"), _ -> {}));
            }
        }
    }

    @Test
    void keepsNoLineOfAWorkersLogWithoutEnd() throws IOException {
        try (EmbeddedEngine engine =
                engine("printf '# fault ' >&2; head -c 30000000 /dev/zero >&2; echo >&2; kill -ABRT $$")) {
            assertEquals(Kind.ENGINE_FAILED, refused(engine, ask("hi")).kind());
        }
        try (var logs = Files.list(home.resolve("logs"))) {
            for (Path log : logs.toList()) {
                assertTrue(Files.size(log) < 2 << 20, log + " has " + Files.size(log) + " bytes");
            }
        }
    }

    @Test
    void clearsAwayWhatKilledProcessesLeft() throws Exception {
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        Path tmp = Files.createDirectories(home.resolve("left"));
        Path left = Files.createDirectories(tmp.resolve("workers-" + gone.pid()).resolve("worker-1"));
        Files.writeString(left.resolve("libjllama.so"), "native");
        Path ours = Files.createDirectory(
                tmp.resolve("workers-" + ProcessHandle.current().pid()));
        Path running = Files.createDirectory(tmp.resolve(
                "workers-" + ProcessHandle.current().parent().orElseThrow().pid()));
        Path other = Files.createDirectory(tmp.resolve("workers-of-somebody"));
        Path elsewhere = Files.createDirectory(home.resolve("elsewhere"));
        Path link = Files.createSymbolicLink(tmp.resolve("workers-" + (gone.pid() + 1_000_000_000L)), elsewhere);
        assertEquals(ours, WorkerFolders.own(tmp));
        assertFalse(Files.exists(left.getParent()), "left behind by a process that is gone");
        for (Path kept : List.of(ours, running, other, link, elsewhere)) {
            assertTrue(Files.exists(kept), kept + " is not to be removed");
        }
    }
}
