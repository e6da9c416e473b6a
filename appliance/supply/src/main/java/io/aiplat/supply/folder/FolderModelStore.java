package io.aiplat.supply.folder;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.Problem;
import io.aiplat.model.Progress;
import io.aiplat.supply.BundledModel;
import io.aiplat.supply.ModelDetails;
import io.aiplat.supply.ModelName;
import io.aiplat.supply.ModelNotFound;
import io.aiplat.supply.ModelOrigin;
import io.aiplat.supply.ModelParts;
import io.aiplat.supply.ModelStore;
import io.aiplat.supply.PullRequest;
import io.aiplat.supply.StoredModel;
import io.aiplat.supply.SupplyProblems;
import io.aiplat.supply.VerifiedModel;
import io.aiplat.supply.blob.BlobDigest;
import io.aiplat.supply.blob.BlobStore;
import io.aiplat.supply.download.ByteRate;
import io.aiplat.supply.download.DownloadLimits;
import io.aiplat.supply.download.Downloader;
import io.aiplat.supply.fit.FitCheck;
import io.aiplat.supply.gguf.GgufHeader;
import io.aiplat.supply.origin.LocalFileSource;
import io.aiplat.supply.pull.ModelManifest;
import io.aiplat.supply.pull.ModelPuller;
import io.aiplat.supply.source.ModelSources;
import io.aiplat.supply.source.RemoteModel;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Model store in a folder of this machine: GGUF files, for an engine that loads them by itself.
public final class FolderModelStore implements ModelStore {
    private final ModelFolder folder;
    private final ModelRuntime runtime;
    private final FolderPull pulls;
    private final FitCheck fit;
    private final WeightDigests digests = new WeightDigests();

    /// Keeps models in a folder, and takes in files of this machine only.
    ///
    /// @param runtime is asked before a model that it may have in memory changes
    public FolderModelStore(ModelFolder folder, ModelRuntime runtime) {
        this(folder, runtime, ofFiles(new BlobStore(folder.blobs())), _ -> false);
    }

    /// Keeps models in a folder.
    ///
    /// @param runtime is asked before a model that it may have in memory changes
    /// @param puller  fetches them
    /// @param kept    which blobs stay when the last model that has them is removed, for others use them
    public FolderModelStore(ModelFolder folder, ModelRuntime runtime, ModelPuller puller, Predicate<BlobDigest> kept) {
        this.folder = folder;
        this.runtime = runtime;
        this.pulls = new FolderPull(folder, runtime, puller, kept);
        this.fit = puller.fit();
    }

    private static ModelPuller ofFiles(BlobStore blobs) {
        return new ModelPuller(
                new ModelSources(List.of(new LocalFileSource())),
                blobs,
                new Downloader(blobs, DownloadLimits.USUAL, ByteRate.UNLIMITED),
                InstantSource.system());
    }

    @Override
    public String name() {
        return "embedded";
    }

    @Override
    public List<StoredModel> stored() {
        return folder.names().stream().flatMap(name -> stored(name).stream()).toList();
    }

    private Optional<StoredModel> stored(String name) {
        try {
            return folder.find(name)
                    .map(model -> new StoredModel(name, model.header().bytes(), model.created()));
        } catch (ApplianceException _) {
            // A model that is broken is listed all the same, so that it can be removed; who asks for it is told why.
            return Optional.of(new StoredModel(name, 0, Instant.EPOCH));
        }
    }

    @Override
    public void put(BundledModel model, Progress progress) {
        if (!folder.has(model)) {
            runtime.whileUnused(model.name(), () -> folder.put(model, progress));
        }
    }

    @Override
    public String pull(PullRequest request, Progress progress) {
        return pulls.pull(request, progress);
    }

    /// The word of the source that a reference belongs to. Nothing is asked.
    ///
    /// @throws ApplianceException MODELS_REFERENCE_UNKNOWN if it is of none's form
    public String source(String reference) {
        return pulls.source(reference);
    }

    /// What is asked for, as its source says it. Nothing is fetched but that.
    ///
    /// @throws ApplianceException if the source says why not
    public RemoteModel resolve(PullRequest request) {
        return pulls.resolve(request);
    }

    /// Whether all bytes of what is asked for are on this machine, as far as its source can be asked.
    public boolean isFetched(PullRequest request) {
        return pulls.isFetched(request);
    }

    /// Whether there are any blobs.
    public boolean hasBlobs() {
        return pulls.hasBlobs();
    }

    /// Of which blobs a model consists; empty if there is none of that name, or one that was not pulled.
    public Optional<ModelManifest> manifest(String name) {
        return pulls.manifest(name);
    }

    /// Where the bytes of its models are.
    public BlobStore blobs() {
        return pulls.blobs();
    }

    @Override
    public Optional<String> pulling(PullRequest request) {
        return pulls.pulling(request);
    }

    @Override
    public void discard(PullRequest request) {
        pulls.discard(request);
    }

    @Override
    public Optional<ModelOrigin> origin(String model) {
        return manifest(ModelName.canonical(model))
                .map(manifest -> new ModelOrigin(
                        manifest.digest().toString(),
                        manifest.source(),
                        manifest.licence(),
                        manifest.bytes(),
                        manifest.pulled()));
    }

    @Override
    public List<VerifiedModel> verify(@Nullable String name, boolean repair, Progress progress) {
        String wanted = name == null ? null : ModelName.canonical(name);
        if (wanted != null && !folder.names().contains(wanted)) {
            throw new ModelNotFound(folder.without(wanted));
        }
        FolderVerification verification = new FolderVerification(folder, pulls, progress);
        return folder.names().stream()
                .filter(model -> wanted == null || model.equals(wanted))
                .map(model -> verification.verify(model, repair, this))
                .toList();
    }

    @Override
    public Optional<Problem> warning(String model) {
        try {
            return folder.find(ModelName.canonical(model)).flatMap(found -> warning(model, found));
        } catch (ApplianceException _) {
            // Who asks it something is told that it is broken.
            return Optional.empty();
        }
    }

    private Optional<Problem> warning(String name, GgufModel model) {
        GgufHeader header = model.header();
        return !header.embeds() && header.chatTemplate() == null
                ? Optional.of(SupplyProblems.noChatTemplate(name))
                : fit.warning(model.name(), header, model.projectorBytes());
    }

    @Override
    public long projectorBytes(String model) {
        return here(model).projectorBytes();
    }

    @Override
    public GgufHeader header(String model) {
        return here(model).header();
    }

    @Override
    public ModelDetails details(String name) {
        return GgufDetails.of(here(name));
    }

    @Override
    public String digest(String name, Progress progress) {
        GgufModel model = here(name);
        return origin(name).map(ModelOrigin::digest).orElseGet(() -> digests.of(model, progress));
    }

    @Override
    public ModelParts parts(String name) {
        GgufModel model = here(name);
        return new ModelParts(model.files(), model.projector(), folder.modelfileText(model.name()));
    }

    private GgufModel here(String name) {
        return folder.find(ModelName.canonical(name)).orElseThrow(() -> new ModelNotFound(folder.without(name)));
    }

    @Override
    public void remove(String name) {
        String canonical = ModelName.canonical(name);
        runtime.whileUnused(canonical, () -> {
            if (!folder.names().contains(canonical)) {
                throw new ModelNotFound(folder.without(name));
            }
            Optional<ModelManifest> had = pulls.manifest(canonical);
            folder.remove(canonical);
            had.ifPresent(pulls::release);
        });
    }
}
