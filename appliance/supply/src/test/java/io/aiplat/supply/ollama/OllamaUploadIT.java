package io.aiplat.supply.ollama;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Digests;
import io.aiplat.model.Progress;
import io.aiplat.supply.BundledModel;
import io.aiplat.supply.ModelDisk;
import io.aiplat.supply.PullRequest;
import io.aiplat.supply.blob.BlobDigest;
import io.aiplat.supply.blob.BlobStore;
import io.aiplat.supply.download.ByteRate;
import io.aiplat.supply.download.DownloadLimits;
import io.aiplat.supply.download.Downloader;
import io.aiplat.supply.download.RangeServer;
import io.aiplat.supply.folder.FolderModelStore;
import io.aiplat.supply.folder.ModelFolder;
import io.aiplat.supply.folder.ModelRuntime;
import io.aiplat.supply.gguf.GgufFixture;
import io.aiplat.supply.origin.TextBlob;
import io.aiplat.supply.pull.ModelPuller;
import io.aiplat.supply.source.ModelSource;
import io.aiplat.supply.source.ModelSources;
import io.aiplat.supply.source.RemoteBlob;
import io.aiplat.supply.source.RemoteModel;
import io.aiplat.supply.source.RemotePart;
import io.aiplat.supply.source.RemotePart.Role;
import io.aiplat.testkit.SplitGguf;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A model that Ollama cannot fetch comes into a real one through the store of this machine, once over the network.
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class OllamaUploadIT {
    private static final String TEMPLATE = "{{ range .Messages }}[{{ .Role }}] {{ .Content }}\n{{ end }}[assistant]";

    @TempDir
    Path home;

    private RangeServer server;
    private byte[] weights;

    private FolderModelStore shelf() {
        BlobDigest digest = new BlobDigest(Digests.sha256(weights));
        RemoteBlob blob = RangeServer.blob(server.file(), digest, weights.length, true, digest.toString());
        ModelSource source = new ModelSource() {
            @Override
            public String name() {
                return "https";
            }

            @Override
            public boolean takes(String reference) {
                return reference.startsWith("http");
            }

            @Override
            public RemoteModel resolve(String reference) {
                return new RemoteModel(
                        "tiny:1",
                        reference,
                        "MIT",
                        List.of(
                                new RemotePart(Role.WEIGHTS, "tiny.gguf", blob),
                                text(Role.TEMPLATE, TEMPLATE),
                                text(Role.SYSTEM, "Be brief."),
                                text(Role.LICENCE, "MIT licence"),
                                text(Role.PARAMETERS, "{\"num_ctx\":1024,\"stop\":[\"<|end|>\"]}")));
            }
        };
        BlobStore blobs = new BlobStore(home.resolve("store"));
        ModelPuller puller = new ModelPuller(
                new ModelSources(List.of(source)),
                blobs,
                new Downloader(blobs, DownloadLimits.USUAL, ByteRate.UNLIMITED),
                InstantSource.system());
        return new FolderModelStore(new ModelFolder(home.resolve("kept")), ModelRuntime.NONE, puller, _ -> false);
    }

    private static RemotePart text(Role role, String text) {
        return new RemotePart(role, role.name(), new TextBlob(text));
    }

    private OllamaModelStore store(OllamaApi api) {
        FolderModelStore shelf = shelf();
        return new OllamaModelStore(api, Set.of(), ModelDisk.UNKNOWN, () -> {}, () -> shelf);
    }

    @Test
    void bringsAModelWithAllThatBelongsToItAndKeepsItAcrossARestart() throws Exception {
        weights = GgufFixture.bytes(BundledModel.ALL.getFirst());
        try (RangeServer files = new RangeServer(weights)) {
            server = files;
            String reference = server.file().toString();
            try (OllamaFixture ollama = OllamaFixture.start(home);
                    OllamaApi api = ollama.api(Duration.ofSeconds(30))) {
                assertEquals("tiny:1", store(api).pull(reference, Progress.NONE));
                JsonNode show = api.send("POST", "/api/show", OllamaApi.named("tiny:1"));
                assertEquals(TEMPLATE, show.path("template").asText());
                assertEquals("Be brief.", show.path("system").asText());
                assertEquals("MIT licence", show.path("license").asText());
                assertTrue(
                        show.path("parameters").asText().contains("num_ctx"),
                        show.path("parameters").asText());
                assertEquals("MIT", store(api).origin("tiny:1").orElseThrow().licence());
            }
            try (OllamaFixture again = OllamaFixture.start(home);
                    OllamaApi api = again.api(Duration.ofSeconds(30))) {
                assertEquals(1, store(api).stored().size(), "its pruning at the start took nothing");
                store(api).pull(reference, Progress.NONE);
                api.send("DELETE", "/api/delete", OllamaApi.named("tiny:1"));
                store(api).pull(reference, Progress.NONE);
                assertEquals(1, store(api).stored().size(), "what Ollama lost comes from this machine");
                assertEquals(weights.length, server.sent(), "it came over the network once");
                store(api).pull(new PullRequest(reference, "other", false), Progress.NONE);
                store(api).put(BundledModel.ALL.getFirst(), Progress.NONE);
                ApplianceException e = assertThrows(
                        ApplianceException.class,
                        () -> store(api).pull(new PullRequest(reference, "smoke", false), Progress.NONE));
                assertEquals("MODELS_NAME_TAKEN", e.problem().code().id());
                store(api).remove("tiny:1");
                assertTrue(shelf().blobs().has(new BlobDigest(Digests.sha256(weights))), "the other one has them");
                store(api).remove("other");
                assertFalse(shelf().blobs().has(new BlobDigest(Digests.sha256(weights))));
            }
        }
    }

    /// A server that was sent the parts of a split model would end when it loads it, so it gets them joined.
    @Test
    void joinsAModelInSeveralFiles() throws Exception {
        BundledModel smoke = BundledModel.ALL.getFirst();
        Path folder = Files.createDirectory(home.resolve("split"));
        List<byte[]> parts = SplitGguf.inTwo(GgufFixture.bytes(smoke));
        Path first = Files.write(folder.resolve("duo-00001-of-00002.gguf"), parts.get(0));
        Files.write(folder.resolve("duo-00002-of-00002.gguf"), parts.get(1));
        Files.writeString(folder.resolve("duo.Modelfile"), smoke.modelfile());
        FolderModelStore files = new FolderModelStore(new ModelFolder(home.resolve("kept")), ModelRuntime.NONE);
        try (OllamaFixture ollama = OllamaFixture.start(home);
                OllamaApi api = ollama.api(Duration.ofSeconds(30))) {
            OllamaModelStore store = new OllamaModelStore(api, Set.of(), ModelDisk.UNKNOWN, () -> {}, () -> files);
            assertEquals("duo", store.pull(first.toString(), Progress.NONE));
            assertEquals("pong", answer(api, "duo", "ping"));
            assertEquals(
                    "sha256:" + Digests.sha256(parts.getFirst()),
                    store.digest("duo", Progress.NONE),
                    "told by its first part, as everywhere");
            assertEquals(
                    2,
                    files.blobs().digests().stream()
                            .filter(digest -> parts.stream()
                                    .anyMatch(part -> Digests.sha256(part).equals(digest.hex())))
                            .count(),
                    "the parts themselves are kept");

            // The same once more is nothing to do, and what Ollama has lost is joined and given again.
            List<String> reported = new ArrayList<>();
            store.pull(PullRequest.of(first.toString()), (what, _, _) -> reported.add(what));
            assertFalse(reported.stream().anyMatch(what -> what.contains("Ollama")), reported::toString);
            api.send("DELETE", "/api/delete", OllamaApi.named("duo"));
            store.pull(first.toString(), Progress.NONE);
            assertEquals("pong", answer(api, "duo", "ping"));
            store.remove("duo");
            assertEquals(List.of(), store.stored());
        }
    }

    private static String answer(OllamaApi api, String model, String prompt) {
        ObjectNode question = OllamaApi.named(model).put("stream", false);
        question.putArray("messages").addObject().put("role", "user").put("content", prompt);
        return api.send("POST", "/api/chat", question).at("/message/content").asText();
    }
}
