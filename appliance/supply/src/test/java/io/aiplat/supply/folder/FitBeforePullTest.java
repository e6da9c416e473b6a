package io.aiplat.supply.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.Digests;
import io.aiplat.model.Progress;
import io.aiplat.model.host.MemoryFacts;
import io.aiplat.supply.BundledModel;
import io.aiplat.supply.PullRequest;
import io.aiplat.supply.blob.BlobDigest;
import io.aiplat.supply.blob.BlobStore;
import io.aiplat.supply.download.ByteRate;
import io.aiplat.supply.download.DownloadLimits;
import io.aiplat.supply.download.Downloader;
import io.aiplat.supply.download.RangeServer;
import io.aiplat.supply.fit.FitCheck;
import io.aiplat.supply.gguf.GgufFixture;
import io.aiplat.supply.gguf.GgufHeader;
import io.aiplat.supply.gguf.GgufProblems;
import io.aiplat.supply.origin.LocalFileSource;
import io.aiplat.supply.pull.ModelPuller;
import io.aiplat.supply.source.ModelSource;
import io.aiplat.supply.source.ModelSources;
import io.aiplat.supply.source.RemoteBlob;
import io.aiplat.supply.source.RemoteModel;
import io.aiplat.supply.source.RemotePart;
import io.aiplat.supply.source.RemotePart.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A model that can never be loaded here is not even fetched, unless that is wanted.
class FitBeforePullTest {
    @TempDir
    Path home;

    private FolderModelStore store(long total, long free) throws IOException {
        return store(new LocalFileSource(), total, free, ModelRuntime.NONE);
    }

    private FolderModelStore store(ModelSource source, long total, long free, ModelRuntime runtime) throws IOException {
        BlobStore blobs = new BlobStore(home.resolve("store"));
        Downloader downloader = new Downloader(blobs, DownloadLimits.USUAL, ByteRate.UNLIMITED);
        ModelPuller puller = new ModelPuller(
                new ModelSources(List.of(source)),
                blobs,
                downloader,
                InstantSource.system(),
                new FitCheck(() -> new MemoryFacts(total, free, List.of())));
        Path models = Files.createDirectories(home.resolve("models"));
        return new FolderModelStore(new ModelFolder(models), runtime, puller, _ -> false);
    }

    private String smoke() throws IOException {
        return Files.write(home.resolve("tiny.gguf"), GgufFixture.bytes(BundledModel.ALL.getFirst()))
                .toString();
    }

    @Test
    void whatIsLargerThanAllMemoryIsRefusedUnlessForced() throws IOException {
        FolderModelStore store = store(2 << 20, 1 << 20);
        String file = smoke();
        ApplianceException refused =
                assertThrows(ApplianceException.class, () -> store.pull(PullRequest.of(file), Progress.NONE));
        assertEquals("MODELS_TOO_LARGE", refused.problem().code().id());
        assertEquals(List.of(), store.stored());
        assertEquals("tiny", store.pull(new PullRequest(file, null, true), Progress.NONE));
    }

    @Test
    void whatDoesNotFitNowIsFetchedWithAWarning() throws IOException {
        FolderModelStore store = store(1L << 30, 1 << 20);
        assertEquals("tiny", store.pull(PullRequest.of(smoke()), Progress.NONE));
        assertEquals(
                "MODELS_MEMORY_TIGHT",
                store.warning("tiny").orElseThrow().code().id());
    }

    @Test
    void whatFitsIsFetchedWithoutAWord() throws IOException {
        FolderModelStore store = store(1L << 30, 1L << 30);
        store.pull(PullRequest.of(smoke()), Progress.NONE);
        assertTrue(store.warning("tiny").isEmpty());
    }

    /// An engine that does not know a model's architecture says so before the weights cross the network.
    @Test
    void whatTheEngineCannotLoadIsNotFetched() throws IOException {
        byte[] model = Arrays.copyOf(GgufFixture.bytes(BundledModel.ALL.getFirst()), 64 << 20);
        try (RangeServer server = new RangeServer(model)) {
            BlobDigest digest = new BlobDigest(Digests.sha256(model));
            RemoteBlob blob = RangeServer.blob(server.file(), digest, model.length, true, digest.toString());
            ModelSource source = new ModelSource() {
                @Override
                public String name() {
                    return "https";
                }

                @Override
                public boolean takes(String reference) {
                    return true;
                }

                @Override
                public RemoteModel resolve(String reference) {
                    return new RemoteModel(
                            "tiny", reference, null, List.of(new RemotePart(Role.WEIGHTS, "tiny.gguf", blob)));
                }
            };
            FolderModelStore store = store(source, 1L << 30, 1L << 30, new ModelRuntime() {
                @Override
                public void requireLoadable(String file, GgufHeader header) {
                    throw new ApplianceException(GgufProblems.fileBroken(file, "No " + header.architecture() + "."));
                }

                @Override
                public void whileUnused(String name, Runnable work) {
                    work.run();
                }
            });
            ApplianceException refused =
                    assertThrows(ApplianceException.class, () -> store.pull(PullRequest.of("far/away"), Progress.NONE));
            assertEquals("No llama.", refused.problem().why());
            assertTrue(
                    refused.problem().what().contains("far/away"),
                    refused.problem().what());
            assertTrue(server.sent() < model.length / 2, server.sent() + " bytes were sent");
            assertEquals(List.of(), store.blobs().digests());
        }
    }
}
