package io.aiplat.launcher.wiring;

import io.aiplat.model.Settings;
import io.aiplat.model.host.MemoryFacts;
import io.aiplat.store.Home;
import io.aiplat.supply.BundledModel;
import io.aiplat.supply.ModelDisk;
import io.aiplat.supply.ModelStore;
import io.aiplat.supply.RememberingModelStore;
import io.aiplat.supply.RemovedModels;
import io.aiplat.supply.blob.BlobStore;
import io.aiplat.supply.download.ByteRate;
import io.aiplat.supply.download.DownloadLimits;
import io.aiplat.supply.download.Downloader;
import io.aiplat.supply.fit.FitCheck;
import io.aiplat.supply.folder.FolderModelStore;
import io.aiplat.supply.folder.ModelFolder;
import io.aiplat.supply.folder.ModelRuntime;
import io.aiplat.supply.ollama.OllamaApi;
import io.aiplat.supply.ollama.OllamaModelStore;
import io.aiplat.supply.pull.ModelPuller;
import io.aiplat.supply.source.ModelSources;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Wiring of the stores of models: blobs, downloads into them, and what makes models of them.
final class StoreWiring {
    private final Home home;
    private final Settings settings;
    private final Supplier<ModelSources> sources;
    private final FitCheck fit;
    private final ByteRate rate;
    private @Nullable FolderModelStore shelf;

    StoreWiring(Home home, Settings settings, Supplier<ModelSources> sources, Supplier<MemoryFacts> memory) {
        this.home = home;
        this.settings = settings;
        this.sources = sources;
        this.fit = new FitCheck(memory);
        this.rate = new ByteRate(settings.downloads().bytesPerSecond());
    }

    /// Models that an engine of this machine loads by itself.
    ModelStore folder(ModelFolder folder, ModelRuntime runtime) {
        return remembering(store(folder, runtime));
    }

    /// Models of an Ollama. What it cannot fetch lies beside it in this home.
    ModelStore ollama(OllamaApi api, ModelDisk disk, Runnable changed) {
        Set<String> plain = Set.copyOf(settings.models().plainRegistries());
        return remembering(new OllamaModelStore(api, plain, disk, changed, this::shelf));
    }

    private ModelStore remembering(ModelStore store) {
        return new RememberingModelStore(store, removed());
    }

    /// Opened when it is first needed, for whoever only looks makes no folders.
    private synchronized FolderModelStore shelf() {
        FolderModelStore open = shelf;
        if (open == null) {
            open = store(new ModelFolder(home.models()), ModelRuntime.NONE);
            shelf = open;
        }
        return open;
    }

    private FolderModelStore store(ModelFolder folder, ModelRuntime runtime) {
        BlobStore blobs = new BlobStore(home.store());
        Downloader downloader = new Downloader(blobs, DownloadLimits.USUAL, rate);
        ModelPuller puller = new ModelPuller(sources.get(), blobs, downloader, InstantSource.system(), fit);
        return new FolderModelStore(folder, runtime, puller, blobs::isKept);
    }

    private RemovedModels removed() {
        return new RemovedModels(home.root().resolve("removed-models"));
    }

    /// Names of the models in the JAR that nobody has removed.
    List<String> packed() {
        Set<String> removed = removed().names();
        return BundledModel.ALL.stream()
                .map(BundledModel::name)
                .filter(name -> !removed.contains(name))
                .toList();
    }
}
