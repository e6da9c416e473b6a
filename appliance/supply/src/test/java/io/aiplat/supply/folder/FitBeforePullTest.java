package io.aiplat.supply.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.Progress;
import io.aiplat.model.host.MemoryFacts;
import io.aiplat.supply.BundledModel;
import io.aiplat.supply.PullRequest;
import io.aiplat.supply.blob.BlobStore;
import io.aiplat.supply.download.ByteRate;
import io.aiplat.supply.download.DownloadLimits;
import io.aiplat.supply.download.Downloader;
import io.aiplat.supply.fit.FitCheck;
import io.aiplat.supply.gguf.GgufFixture;
import io.aiplat.supply.origin.LocalFileSource;
import io.aiplat.supply.pull.ModelPuller;
import io.aiplat.supply.source.ModelSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A model that can never be loaded here is not even fetched, unless that is wanted.
class FitBeforePullTest {
    @TempDir
    Path home;

    private FolderModelStore store(long total, long free) throws IOException {
        BlobStore blobs = new BlobStore(home.resolve("store"));
        Downloader downloader = new Downloader(blobs, DownloadLimits.USUAL, ByteRate.UNLIMITED);
        ModelPuller puller = new ModelPuller(
                new ModelSources(List.of(new LocalFileSource())),
                blobs,
                downloader,
                InstantSource.system(),
                new FitCheck(() -> new MemoryFacts(total, free, List.of())));
        Path models = Files.createDirectories(home.resolve("models"));
        return new FolderModelStore(new ModelFolder(models), ModelRuntime.NONE, puller, _ -> false);
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
}
