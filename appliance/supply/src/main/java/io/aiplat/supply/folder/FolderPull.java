package io.aiplat.supply.folder;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.Progress;
import io.aiplat.supply.ModelName;
import io.aiplat.supply.ModelNotFound;
import io.aiplat.supply.PullRequest;
import io.aiplat.supply.SupplyProblems;
import io.aiplat.supply.blob.BlobDigest;
import io.aiplat.supply.blob.BlobStore;
import io.aiplat.supply.gguf.GgufHeader;
import io.aiplat.supply.pull.ModelManifest;
import io.aiplat.supply.pull.ModelPuller;
import io.aiplat.supply.pull.PullProblems;
import io.aiplat.supply.source.RemoteModel;
import io.aiplat.supply.source.RemotePart;
import io.aiplat.supply.source.RemotePart.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Pulls into a folder of models: the bytes come into the store of blobs, and the model's folder is made of links to
/// them.
final class FolderPull {
    private static final Logger LOG = LoggerFactory.getLogger(FolderPull.class);

    private final ModelFolder folder;
    private final ModelRuntime runtime;
    private final ModelPuller puller;
    private final Predicate<BlobDigest> kept;

    FolderPull(ModelFolder folder, ModelRuntime runtime, ModelPuller puller, Predicate<BlobDigest> kept) {
        this.folder = folder;
        this.runtime = runtime;
        this.puller = puller;
        this.kept = kept;
    }

    String source(String reference) {
        return puller.source(reference);
    }

    RemoteModel resolve(PullRequest request) {
        return puller.resolve(request);
    }

    /// Where the source cannot be asked, it is not known that all is here.
    boolean isFetched(PullRequest request) {
        try {
            return puller.resolve(request).parts().stream().allMatch(part -> {
                BlobDigest digest = part.blob().digest();
                return digest != null && puller.blobs().has(digest);
            });
        } catch (ApplianceException | ModelNotFound _) {
            return false;
        }
    }

    boolean hasBlobs() {
        try {
            return !puller.blobs().digests().isEmpty();
        } catch (IOException _) {
            // What cannot be read is as good as not there.
            return false;
        }
    }

    BlobStore blobs() {
        return puller.blobs();
    }

    String pull(PullRequest request, Progress progress) {
        String listed = ModelName.canonical(request.reference());
        if (request.name() == null && !request.force() && isOfNoSource(listed)) {
            return listed;
        }
        RemoteModel model = puller.resolve(request);
        String name = ModelPuller.name(request, model);
        boolean there = folder.names().contains(name);
        if (there && isSame(name, model)) {
            return name;
        }
        if (there && !request.force() && isOtherForSure(name, model)) {
            throw taken(name, model.source());
        }
        requireLoadable(localWeights(model));
        ModelManifest manifest = fetch(request, model, name, progress);
        if (there && folder.weightDigests(name).equals(weights(manifest)) && isSameBeside(name, manifest)) {
            return name;
        }
        if (there && !request.force()) {
            throw taken(name, model.source());
        }
        serve(name, manifest);
        return name;
    }

    /// Whether there is a model of a name that was made of a file: no registry knows it, and it is here.
    private boolean isOfNoSource(String name) {
        return folder.names().contains(name)
                && manifest(name).map(here -> here.source().startsWith("/")).orElse(true);
    }

    private ModelManifest fetch(PullRequest request, RemoteModel model, String name, Progress progress) {
        try {
            return puller.fetch(request, model, name, runtime::requireLoadable, progress);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cancelled(e);
        }
    }

    private static CancellationException cancelled(InterruptedException e) {
        CancellationException cancelled = new CancellationException("the pull was interrupted");
        cancelled.initCause(e);
        return cancelled;
    }

    /// What lies on this machine is looked at where it lies, before anything is done with it.
    private static List<Path> localWeights(RemoteModel model) {
        return model.parts().stream()
                .filter(part -> part.role() == Role.WEIGHTS)
                .flatMap(part -> Stream.ofNullable(part.blob().file()))
                .toList();
    }

    private void requireLoadable(List<Path> weights) {
        if (!weights.isEmpty()) {
            runtime.requireLoadable(weights.getFirst().toString(), GgufHeader.read(weights));
        }
    }

    private void serve(String name, ModelManifest manifest) {
        BlobStore blobs = puller.blobs();
        try {
            requireLoadable(weights(manifest).stream().map(blobs::path).toList());
        } catch (ApplianceException e) {
            // Nobody would find these blobs again to remove them.
            release(manifest);
            throw e;
        }
        runtime.whileUnused(name, () -> {
            Optional<ModelManifest> before = manifest(name);
            folder.put(name, manifest, blobs);
            before.ifPresent(this::release);
        });
    }

    /// Fetches the damaged blobs of a model again from where they came, and makes its folder anew.
    ///
    /// @param damaged those whose bytes are others by now
    /// @throws ApplianceException if they cannot be had, or the source has another model by now
    void repair(String name, ModelManifest manifest, List<BlobDigest> damaged, Progress progress) {
        PullRequest request = new PullRequest(manifest.source(), name, true);
        RemoteModel model = again(request, name);
        try {
            for (BlobDigest digest : damaged) {
                puller.blobs().remove(digest);
            }
        } catch (IOException e) {
            throw new ApplianceException(SupplyProblems.notStored(name, e.toString()), e);
        }
        ModelManifest again = fetch(request, model, name, progress);
        if (!again.isSame(manifest)) {
            throw new ApplianceException(PullProblems.sourceChanged(name, manifest.source()));
        }
        serve(name, again);
    }

    private RemoteModel again(PullRequest request, String name) {
        try {
            return puller.resolve(request);
        } catch (ApplianceException | ModelNotFound e) {
            throw new ApplianceException(PullProblems.sourceGone(name, request.reference()), e);
        }
    }

    private static List<BlobDigest> weights(ModelManifest manifest) {
        return manifest.parts(Role.WEIGHTS).stream()
                .map(ModelManifest.Part::digest)
                .toList();
    }

    /// Whether the source says for all parts that they are those that are here.
    private boolean isSame(String name, RemoteModel model) {
        Optional<ModelManifest> here = manifest(name);
        List<String> uses = model.parts().stream()
                .map(part -> part.role() + " " + part.blob().digest())
                .toList();
        return here.isPresent()
                && here.get().parts().stream()
                        .map(part -> part.role() + " " + part.digest())
                        .toList()
                        .equals(uses);
    }

    /// Whether it need not be fetched to know that it is another: its source says the digests, or it is another
    /// source.
    private boolean isOtherForSure(String name, RemoteModel model) {
        List<RemotePart> weights = model.parts().stream()
                .filter(part -> part.role() == Role.WEIGHTS)
                .toList();
        if (weights.stream().allMatch(part -> part.blob().digest() != null)) {
            return !folder.weightDigests(name)
                    .equals(weights.stream().map(part -> part.blob().digest()).toList());
        }
        return weights.stream().noneMatch(part -> part.blob().file() != null)
                && manifest(name)
                        .map(here -> !here.source().equals(model.source()))
                        .orElse(true);
    }

    /// A model that was not pulled has a Modelfile of its own, and no manifest to compare.
    private boolean isSameBeside(String name, ModelManifest manifest) {
        return manifest(name).map(here -> here.isSame(manifest)).orElse(true);
    }

    private ApplianceException taken(String name, String wanted) {
        String here = manifest(name)
                .map(manifest -> "from " + manifest.source())
                .orElseGet(() -> folder.weightDigests(name).getFirst().toString());
        return new ApplianceException(PullProblems.nameTaken(name, here, wanted));
    }

    /// Of a model that is broken nothing is known.
    Optional<ModelManifest> manifest(String name) {
        try {
            return folder.manifest(name);
        } catch (ApplianceException e) {
            LOG.warn("the manifest of {} is not readable: {}", name, e.problem().toText());
            return Optional.empty();
        }
    }

    Optional<String> pulling(PullRequest request) {
        return puller.pulling(request);
    }

    void discard(PullRequest request) {
        puller.discard(request);
    }

    /// Removes those blobs of a model that was removed which no other model has, and nobody else. Only these are ever
    /// removed: a blob that no manifest names is somebody else's.
    void release(ModelManifest removed) {
        List<BlobDigest> used = new ArrayList<>();
        try {
            for (String name : folder.names()) {
                folder.manifest(name).ifPresent(manifest -> used.addAll(manifest.digests()));
            }
            for (BlobDigest digest : removed.digests()) {
                if (!used.contains(digest) && !kept.test(digest)) {
                    puller.blobs().remove(digest);
                }
            }
        } catch (ApplianceException | IOException e) {
            // Who cannot know whether a blob is used leaves it.
            LOG.warn("blobs of a model that was removed stay: {}", e.toString());
        }
    }
}
