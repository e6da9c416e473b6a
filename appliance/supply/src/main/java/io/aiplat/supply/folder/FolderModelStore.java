package io.aiplat.supply.folder;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.Problem;
import io.aiplat.model.Progress;
import io.aiplat.supply.BundledModel;
import io.aiplat.supply.ModelName;
import io.aiplat.supply.ModelNotFound;
import io.aiplat.supply.ModelOrigin;
import io.aiplat.supply.ModelStore;
import io.aiplat.supply.PullRequest;
import io.aiplat.supply.StoredModel;
import io.aiplat.supply.SupplyProblems;
import io.aiplat.supply.VerifiedModel;
import io.aiplat.supply.blob.BlobDigest;
import io.aiplat.supply.blob.BlobStore;
import io.aiplat.supply.gguf.GgufHeader;
import io.aiplat.supply.pull.ModelManifest;
import io.aiplat.supply.pull.ModelPuller;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Model store in a folder of this machine: GGUF files, for an engine that loads them by itself.
public final class FolderModelStore implements ModelStore {
    private final ModelFolder folder;
    private final ModelRuntime runtime;
    private final @Nullable FolderPull pulls;

    /// Keeps models in a folder, and takes in files only.
    ///
    /// @param runtime is asked before a model that it may have in memory changes
    public FolderModelStore(ModelFolder folder, ModelRuntime runtime) {
        this(folder, runtime, null);
    }

    /// Keeps models in a folder.
    ///
    /// @param runtime is asked before a model that it may have in memory changes
    /// @param puller  fetches them
    /// @param kept    which blobs stay when the last model that has them is removed, for others use them
    public FolderModelStore(
            ModelFolder folder, ModelRuntime runtime, ModelPuller puller, Predicate<BlobDigest> kept) {
        this(folder, runtime, new FolderPull(folder, runtime, puller, kept));
    }

    private FolderModelStore(ModelFolder folder, ModelRuntime runtime, @Nullable FolderPull pulls) {
        this.folder = folder;
        this.runtime = runtime;
        this.pulls = pulls;
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

    /// Fetches a model from where its reference says, or takes in a GGUF file; one called `NAME.Modelfile` beside
    /// `NAME.gguf` comes along.
    ///
    /// @throws ApplianceException if it cannot be had, is broken, nothing its runtime can load, or cannot be stored, or
    ///     if another model has its name
    @Override
    public String pull(PullRequest request, Progress progress) {
        if (pulls != null && pulls.takes(request.reference())) {
            return pulls.pull(request, progress);
        }
        String path = request.reference();
        Path file = pathOf(path);
        String here = ModelName.canonical(path);
        if (!Files.exists(file) && folder.names().contains(here)) {
            return here;
        }
        ModelInputCheck.refuse(path, file);
        runtime.requireLoadable(file, GgufHeader.read(file));
        String fileName = String.valueOf(file.getFileName());
        String name = ModelName.ofFile(fileName);
        Path modelfile = file.resolveSibling(fileName.replaceFirst("(?i)\\.gguf$", "") + ".Modelfile");
        runtime.whileUnused(name, () -> folder.put(name, file, Files.exists(modelfile) ? modelfile : null, progress));
        return name;
    }

    /// The word of the source that a reference belongs to; empty where none takes it. Nothing is asked.
    public Optional<String> source(String reference) {
        return pulls == null ? Optional.empty() : pulls.source(reference);
    }

    /// The name that what is asked for would be kept under. Asks its source.
    ///
    /// @throws ApplianceException if the source says why not
    public String nameOf(PullRequest request) {
        return required().nameOf(request);
    }

    /// Whether all bytes of what is asked for are on this machine, as far as its source can be asked.
    public boolean isFetched(PullRequest request) {
        return required().isFetched(request);
    }

    /// Whether there are any blobs.
    public boolean hasBlobs() {
        return pulls != null && pulls.hasBlobs();
    }

    /// Of which blobs a model consists; empty if there is none of that name, or one that was not pulled.
    public Optional<ModelManifest> manifest(String name) {
        return pulls == null ? Optional.empty() : pulls.manifest(name);
    }

    /// Where the bytes of its models are.
    public BlobStore blobs() {
        return required().blobs();
    }

    private FolderPull required() {
        return Objects.requireNonNull(pulls, "it fetches nothing");
    }

    @Override
    public void discard(PullRequest request) {
        if (pulls != null) {
            pulls.discard(request);
        }
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
            return folder.find(ModelName.canonical(model))
                    .map(GgufModel::header)
                    .filter(header -> !header.embeds() && header.chatTemplate() == null)
                    .map(_ -> SupplyProblems.noChatTemplate(model));
        } catch (ApplianceException _) {
            // Who asks it something is told that it is broken.
            return Optional.empty();
        }
    }

    @Override
    public void remove(String name) {
        String canonical = ModelName.canonical(name);
        runtime.whileUnused(canonical, () -> {
            if (!folder.names().contains(canonical)) {
                throw new ModelNotFound(folder.without(name));
            }
            Optional<ModelManifest> had = pulls == null ? Optional.empty() : pulls.manifest(canonical);
            folder.remove(canonical);
            had.ifPresent(manifest -> Objects.requireNonNull(pulls).release(manifest));
        });
    }

    private static Path pathOf(String path) {
        try {
            return Path.of(path);
        } catch (InvalidPathException e) {
            throw new ApplianceException(
                    SupplyProblems.fileUnreadable(path, "It is no path: " + e.getReason() + "."), e);
        }
    }
}
