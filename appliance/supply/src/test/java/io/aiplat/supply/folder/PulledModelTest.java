package io.aiplat.supply.folder;

import static io.aiplat.supply.VerifiedModel.State.DAMAGED;
import static io.aiplat.supply.VerifiedModel.State.INTACT;
import static io.aiplat.supply.VerifiedModel.State.REPAIRED;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.Digests;
import io.aiplat.model.Progress;
import io.aiplat.supply.BundledModel;
import io.aiplat.supply.ModelNotFound;
import io.aiplat.supply.PullRequest;
import io.aiplat.supply.VerifiedModel;
import io.aiplat.supply.blob.BlobDigest;
import io.aiplat.supply.blob.BlobStore;
import io.aiplat.supply.download.ByteRate;
import io.aiplat.supply.download.DownloadLimits;
import io.aiplat.supply.download.Downloader;
import io.aiplat.supply.download.RangeServer;
import io.aiplat.supply.gguf.GgufFixture;
import io.aiplat.supply.gguf.GgufHeader;
import io.aiplat.supply.pull.ModelManifest;
import io.aiplat.supply.pull.ModelPuller;
import io.aiplat.supply.source.ModelSource;
import io.aiplat.supply.source.ModelSources;
import io.aiplat.supply.source.RemoteBlob;
import io.aiplat.supply.source.RemoteModel;
import io.aiplat.supply.source.RemotePart;
import io.aiplat.supply.source.RemotePart.Role;
import io.aiplat.testkit.SplitGguf;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Models are pulled from a source that has two of them, `tiny:1` and `tiny:2`, which share a licence.
@Timeout(60)
class PulledModelTest {
    private static final BundledModel SMOKE = BundledModel.ALL.getFirst();

    @TempDir
    Path home;

    private final Map<String, RemoteModel> there = new LinkedHashMap<>();
    private final Set<BlobDigest> ofBundles = new HashSet<>();
    private BlobStore blobs;
    private ModelFolder folder;
    private FolderModelStore store;
    private byte[] smoke;

    @BeforeEach
    void fill() throws IOException {
        smoke = GgufFixture.bytes(SMOKE);
        List<byte[]> parts = SplitGguf.inTwo(smoke);
        there.put(
                "src:tiny:1",
                model(
                        "tiny:1",
                        part(Role.WEIGHTS, "tiny-00001-of-00002.gguf", parts.get(0)),
                        part(Role.WEIGHTS, "tiny-00002-of-00002.gguf", parts.get(1)),
                        part(Role.PROJECTOR, "mmproj-tiny.gguf", text("a projector")),
                        part(Role.TEMPLATE, "template", text("{{ .Prompt }}\n")),
                        part(Role.SYSTEM, "system", text("Be brief.")),
                        part(Role.PARAMETERS, "params", text("{\"num_ctx\":2048,\"stop\":[\"<|end|>\",\"\\n\"]}")),
                        part(Role.LICENCE, "license", text("MIT"))));
        there.put(
                "src:tiny:2",
                model("tiny:2", part(Role.WEIGHTS, "tiny.gguf", smoke), part(Role.LICENCE, "license", text("MIT"))));
        blobs = new BlobStore(home.resolve("store"));
        folder = new ModelFolder(home.resolve("models"));
        ModelRuntime runtime = new ModelRuntime() {
            @Override
            public void requireLoadable(String file, GgufHeader header) {}

            @Override
            public void whileUnused(String model, Runnable work) {
                work.run();
            }
        };
        store = new FolderModelStore(folder, runtime, puller(blobs), ofBundles::contains);
    }

    private ModelPuller puller(BlobStore into) {
        return new ModelPuller(
                new ModelSources(List.of(new Listed())),
                into,
                new Downloader(into, DownloadLimits.USUAL, ByteRate.UNLIMITED),
                InstantSource.system());
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static RemoteModel model(String name, RemotePart... parts) {
        return new RemoteModel(name, "src:" + name, "MIT", List.of(parts));
    }

    private static RemotePart part(Role role, String file, byte[] bytes) {
        return new RemotePart(role, file, new Bytes(bytes, new BlobDigest(Digests.sha256(bytes)), null));
    }

    private final class Listed implements ModelSource {
        @Override
        public String name() {
            return "listed";
        }

        @Override
        public boolean takes(String reference) {
            return reference.startsWith("src:");
        }

        @Override
        public RemoteModel resolve(String reference) {
            return there.get(reference);
        }
    }

    private record Bytes(
            byte[] content,
            @Nullable BlobDigest digest,
            @Nullable Path file) implements RemoteBlob {
        @Override
        public long bytes() {
            return content.length;
        }

        @Override
        public boolean hasRanges() {
            return true;
        }

        @Override
        public String version() {
            return Digests.sha256(content);
        }

        @Override
        public InputStream open(long from, long bytes) {
            return new ByteArrayInputStream(content, (int) from, bytes < 0 ? content.length : (int) bytes);
        }
    }

    private String code(PullRequest request) {
        return assertThrows(ApplianceException.class, () -> store.pull(request, Progress.NONE))
                .problem()
                .code()
                .id();
    }

    @Test
    void makesAFolderOfLinksWithTheManifestInIt() throws IOException {
        assertEquals("tiny:1", store.pull("src:tiny:1", Progress.NONE));
        GgufModel model = folder.find("tiny:1").orElseThrow();
        assertEquals(2, model.files().size());
        assertEquals("a projector", Files.readString(model.projector()));
        assertEquals(2048, model.modelfile().integer("num_ctx"));
        assertEquals(List.of("<|end|>", "\n"), model.modelfile().stops());
        assertEquals("{{ .Prompt }}\n", model.modelfile().template());
        assertEquals("Be brief.", model.modelfile().system());
        ModelManifest manifest = folder.manifest("tiny:1").orElseThrow();
        assertEquals("src:tiny:1", manifest.source());
        assertEquals("MIT", manifest.licence());
        assertEquals(7, manifest.parts().size());
        assertEquals(2, Files.getAttribute(blobs.path(manifest.digest()), "unix:nlink"), "its bytes are there once");
        assertTrue(Files.exists(home.resolve("models/tiny@1/LICENSE")));
        assertEquals(
                List.of("tiny:1"),
                store.stored().stream().map(each -> each.name()).toList());
    }

    @Test
    void hasNothingToDoForTheSameModelAndReplacesAnotherOnlyWhenTold() throws IOException {
        store.pull("src:tiny:1", Progress.NONE);
        store.pull("src:tiny:1", (what, _, _) -> {
            throw new AssertionError(what + ", though it is here");
        });
        assertEquals("MODELS_NAME_TAKEN", code(new PullRequest("src:tiny:2", "tiny:1", false)));
        assertEquals(2, folder.find("tiny:1").orElseThrow().files().size());
        assertEquals("MODELS_NAME_UNUSABLE", code(new PullRequest("src:tiny:2", "No Name", false)));
        store.pull(new PullRequest("src:tiny:2", "mine", false), Progress.NONE);
        store.pull(new PullRequest("src:tiny:2", "tiny:1", true), Progress.NONE);
        assertEquals(1, folder.find("tiny:1").orElseThrow().files().size());
        assertEquals(List.of("mine", "tiny:1"), folder.names());
    }

    @Test
    void removesTheBlobsThatNobodyElseHas() throws IOException {
        store.pull("src:tiny:1", Progress.NONE);
        store.pull("src:tiny:2", Progress.NONE);
        BlobDigest weights = folder.manifest("tiny:1").orElseThrow().digest();
        BlobDigest whole = folder.manifest("tiny:2").orElseThrow().digest();
        BlobDigest licence = new BlobDigest(Digests.sha256("MIT"));
        BlobDigest foreign = blobs.put(new ByteArrayInputStream(text("an image")), "it", 0, Progress.NONE);
        store.remove("tiny:1");
        assertFalse(blobs.has(weights));
        assertTrue(blobs.has(licence), "the other model has it");
        ofBundles.add(whole);
        store.remove("tiny:2");
        assertFalse(blobs.has(licence));
        assertEquals(
                Set.of(whole, foreign), Set.copyOf(blobs.digests()), "a bundle has one, and nobody knows the other");
    }

    @Test
    void linksAFileOfThisMachineAndLeavesItToItsOwner() throws IOException {
        Path file = Files.write(home.resolve("mine.gguf"), smoke);
        there.put(
                "src:mine",
                new RemoteModel(
                        "mine",
                        file.toString(),
                        null,
                        List.of(new RemotePart(Role.WEIGHTS, "mine.gguf", new Bytes(smoke, null, file)))));
        assertEquals("mine", store.pull("src:mine", Progress.NONE));
        assertEquals(3, Files.getAttribute(file, "unix:nlink"), "here, among the blobs and with the model");
        assertEquals("mine", store.pull("src:mine", Progress.NONE), "the same again");
        store.remove("mine");
        assertArrayEquals(smoke, Files.readAllBytes(file));
        assertEquals(1, Files.getAttribute(file, "unix:nlink"));
    }

    @Test
    void looksForRoomForAllPartsBeforeTheFirstByte() throws Exception {
        Path disk = Files.createDirectory(home.resolve("disk"));
        Assumptions.assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=8m,mode=700", "tmpfs", disk.toString()) == 0,
                "only root can make a small disk");
        byte[] half = new byte[5 << 20];
        BlobDigest digest = new BlobDigest(Digests.sha256(half));
        try (RangeServer server = new RangeServer(half)) {
            RemotePart one = new RemotePart(
                    Role.WEIGHTS, "one", RangeServer.blob(server.file(), digest, half.length, true, "one"));
            BlobDigest claimed = new BlobDigest("0".repeat(64));
            RemotePart two = new RemotePart(
                    Role.PROJECTOR, "two", RangeServer.blob(server.file(), claimed, half.length, true, "two"));
            there.put("src:both", model("both", one, two));
            BlobStore small = new BlobStore(disk.resolve("store"));
            FolderModelStore there = new FolderModelStore(
                    new ModelFolder(disk.resolve("models")), ModelRuntime.NONE, puller(small), _ -> false);
            ApplianceException e = assertThrows(ApplianceException.class, () -> there.pull("src:both", Progress.NONE));
            assertEquals("MODELS_DISK_SHORT", e.problem().code().id());
            assertTrue(
                    e.problem().why().contains("It takes 10 MiB and"),
                    e.problem().why());
            assertEquals(0, server.sent());
        } finally {
            run("umount", disk.toString());
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    @Test
    void goesOnAfterAnInterrupt() throws Exception {
        byte[] large = new byte[12 << 20];
        System.arraycopy(smoke, 0, large, 0, smoke.length);
        BlobDigest digest = new BlobDigest(Digests.sha256(large));
        try (RangeServer server = new RangeServer(large)) {
            RemoteBlob blob = RangeServer.blob(server.file(), digest, large.length, true, digest.toString());
            there.put("src:large", model("large", new RemotePart(Role.WEIGHTS, "large.gguf", blob)));
            server.slow(10);
            Thread pull = Thread.ofVirtual()
                    .start(() ->
                            assertThrows(CancellationException.class, () -> store.pull("src:large", Progress.NONE)));
            while (server.sent() < 6 << 20) {
                Thread.sleep(10);
            }
            pull.interrupt();
            pull.join();
            server.awaitIdle();
            assertEquals(List.of(), folder.names());
            server.slow(0);
            long before = server.sent();
            store.pull("src:large", Progress.NONE);
            assertTrue(server.sent() - before < large.length, "something was kept");
            assertTrue(blobs.isIntact(digest, Progress.NONE));
        }
    }

    @Test
    void verifiesWhatWasPulledAndFetchesWhatIsDamagedAgain() throws IOException {
        store.pull("src:tiny:1", Progress.NONE);
        store.pull("src:tiny:2", Progress.NONE);
        store.put(SMOKE, Progress.NONE);
        assertEquals(List.of(INTACT, INTACT, INTACT), states(false));
        BlobDigest second = folder.manifest("tiny:1")
                .orElseThrow()
                .parts(Role.WEIGHTS)
                .get(1)
                .digest();
        flip(blobs.path(second));
        VerifiedModel damaged = store.verify("tiny:1", false, Progress.NONE).getFirst();
        assertEquals(DAMAGED, damaged.state());
        assertTrue(damaged.why().contains("tiny-00002-of-00002.gguf (" + second + ") from src:tiny:1"), damaged.why());
        assertEquals(
                REPAIRED, store.verify("tiny:1", true, Progress.NONE).getFirst().state());
        assertEquals(List.of(INTACT, INTACT, INTACT), states(false));
        flip(home.resolve("models/smoke/model.gguf"));
        assertEquals(List.of(REPAIRED, INTACT, INTACT), states(true));
        assertThrows(ModelNotFound.class, () -> store.verify("nothing", false, Progress.NONE));
    }

    @Test
    void saysWhyADamagedModelCannotBeHadAgain() throws IOException {
        store.pull("src:tiny:2", Progress.NONE);
        flip(home.resolve("models/tiny@2/model.gguf"));
        there.put("src:tiny:2", model("tiny:2", part(Role.WEIGHTS, "tiny.gguf", text("another"))));
        VerifiedModel damaged = store.verify(null, true, Progress.NONE).getFirst();
        assertEquals(DAMAGED, damaged.state());
        assertTrue(damaged.why().contains("its source has another by now"), damaged.why());
    }

    private List<VerifiedModel.State> states(boolean repair) {
        return store.verify(null, repair, Progress.NONE).stream()
                .map(VerifiedModel::state)
                .toList();
    }

    private static void flip(Path file) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(bytes.length() / 2);
            int before = bytes.read();
            bytes.seek(bytes.length() / 2);
            bytes.write(before ^ 1);
        }
    }
}
