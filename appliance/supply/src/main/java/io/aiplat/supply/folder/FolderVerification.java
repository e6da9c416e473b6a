package io.aiplat.supply.folder;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.Progress;
import io.aiplat.supply.BundledModel;
import io.aiplat.supply.VerifiedModel;
import io.aiplat.supply.VerifiedModel.State;
import io.aiplat.supply.blob.BlobDigest;
import io.aiplat.supply.blob.BlobStore;
import io.aiplat.supply.pull.ModelManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;

/// Verification of the models of a folder: their bytes are read again.
final class FolderVerification {
    private final ModelFolder folder;
    private final FolderPull pulls;
    private final Progress progress;
    /// Models share blobs, and each is read once.
    private final Map<BlobDigest, Boolean> read = new LinkedHashMap<>();

    FolderVerification(ModelFolder folder, FolderPull pulls, Progress progress) {
        this.folder = folder;
        this.pulls = pulls;
        this.progress = progress;
    }

    VerifiedModel verify(String name, boolean repair, FolderModelStore store) {
        Optional<ModelManifest> manifest = pulls.manifest(name);
        if (manifest.isPresent()) {
            return pulled(name, manifest.get(), repair);
        }
        Optional<BundledModel> packed = BundledModel.ALL.stream()
                .filter(model -> model.name().equals(name))
                .findFirst();
        return packed.map(model -> packed(model, repair, store))
                .orElseGet(() -> new VerifiedModel(
                        name, State.UNKNOWN, "Nobody wrote down which bytes it should have: it was not pulled."));
    }

    private VerifiedModel packed(BundledModel model, boolean repair, FolderModelStore store) {
        if (folder.has(model)) {
            return new VerifiedModel(model.name(), State.INTACT, "");
        }
        if (repair) {
            store.put(model, progress);
            return new VerifiedModel(model.name(), State.REPAIRED, "It came again from the JAR.");
        }
        return new VerifiedModel(model.name(), State.DAMAGED, "It is not the one in the JAR.");
    }

    private VerifiedModel pulled(String name, ModelManifest manifest, boolean repair) {
        List<ModelManifest.Part> damaged = new ArrayList<>();
        for (ModelManifest.Part part : manifest.parts()) {
            if (!isIntact(name, manifest, part, pulls.blobs())) {
                damaged.add(part);
            }
        }
        if (damaged.isEmpty()) {
            return new VerifiedModel(name, State.INTACT, "");
        }
        String what = damaged.stream()
                .map(part -> part.file() + " (" + part.digest() + ")")
                .collect(Collectors.joining(", "));
        String where = what + " from " + manifest.source();
        if (!repair) {
            return new VerifiedModel(name, State.DAMAGED, "Of other bytes than came: " + where + ".");
        }
        try {
            List<BlobDigest> digests =
                    damaged.stream().map(ModelManifest.Part::digest).distinct().toList();
            pulls.repair(name, manifest, digests, progress);
            digests.forEach(digest -> read.put(digest, true));
            return new VerifiedModel(name, State.REPAIRED, "Came again: " + where + ".");
        } catch (ApplianceException e) {
            return new VerifiedModel(
                    name,
                    State.DAMAGED,
                    "Of other bytes than came: " + where + ". " + e.problem().what() + ": "
                            + e.problem().why());
        }
    }

    /// Both the blob and the file of the model, which are one where it could be linked.
    private boolean isIntact(String name, ModelManifest manifest, ModelManifest.Part part, BlobStore blobs) {
        try {
            Path blob = blobs.path(part.digest());
            Boolean before = read.get(part.digest());
            boolean intact = before != null ? before : blobs.has(part.digest()) && isIntact(name, part, blobs);
            read.put(part.digest(), intact);
            Optional<Path> file = folder.file(name, manifest, part);
            return intact
                    && (file.isEmpty() || Files.isSameFile(file.get(), blob) || Files.mismatch(file.get(), blob) < 0);
        } catch (NoSuchFileException _) {
            return false;
        } catch (IOException e) {
            if (Thread.currentThread().isInterrupted()) {
                CancellationException cancelled = new CancellationException("the verification was interrupted");
                cancelled.initCause(e);
                throw cancelled;
            }
            // What cannot be read is damaged, whoever is to blame.
            return false;
        }
    }

    private boolean isIntact(String name, ModelManifest.Part part, BlobStore blobs) throws IOException {
        return blobs.isIntact(
                part.digest(),
                (_, done, total) -> progress.at("verifying " + part.file() + " of " + name, done, total));
    }
}
