package io.aiplat.supply.archive.source;

import io.aiplat.model.Progress;
import io.aiplat.supply.BundledModel;
import io.aiplat.supply.ModelName;
import io.aiplat.supply.archive.manifest.PartKind;
import io.aiplat.supply.blob.BlobDigest;
import io.aiplat.supply.blob.BlobStore;
import io.aiplat.supply.folder.ModelFolder;
import io.aiplat.supply.folder.ModelfileText;
import io.aiplat.supply.pull.ModelManifest;
import io.aiplat.supply.source.RemoteBlob;
import io.aiplat.supply.source.RemoteModel;
import io.aiplat.supply.source.RemotePart;
import io.aiplat.supply.source.RemotePart.Role;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Models as parts of a bundle archive, with the files that a folder of models has for them: weights first, a
/// Modelfile, and a projector, an adapter, a licence where there is one. From where a model came does not show in
/// its files.
public final class ArchivedModelParts {
    /// The note with where a model is from.
    public static final String SOURCE = "source";

    /// What of a folder is of this home only: it says when the model was pulled.
    private static final String MANIFEST = "manifest.json";

    private final BlobStore store;
    private final Progress progress;

    /// @param store for what has to be here before the archive is written; its owner removes it
    public ArchivedModelParts(BlobStore store, Progress progress) {
        this.store = store;
        this.progress = progress;
    }

    /// A model of a folder of models, which is not opened: that would clear away what others are just bringing
    /// there. Weights that were pulled have a digest already; all else is read.
    ///
    /// @param models folder of all models
    /// @param name   one that the folder has
    /// @throws IOException if it cannot be read
    public PartSource ofFolder(Path models, String name) throws IOException {
        Path folder = models.resolve(ModelName.toFolder(name));
        FileParts files = new FileParts(PartKind.MODEL, name);
        Path manifest = folder.resolve(MANIFEST);
        if (Files.isRegularFile(manifest)) {
            ModelManifest pulled = ModelManifest.read(manifest);
            note(files, pulled.source(), pulled.licence());
            List<ModelManifest.Part> weights = pulled.parts(Role.WEIGHTS);
            for (int i = 0; i < weights.size(); i++) {
                String file = ModelFolder.weightsName(i + 1, weights.size());
                Path path = folder.resolve(file);
                files.file(file, path, weights.get(i).digest(), Files.size(path));
            }
        } else {
            Path first = weights(folder);
            files.file(String.valueOf(first.getFileName()), first, progress);
        }
        return files.folder(folder, Set.of(MANIFEST), progress).part(List.of());
    }

    /// A model of the JAR, for a home whose model engine keeps it elsewhere.
    ///
    /// @throws IOException if the JAR cannot be read
    public static PartSource ofPacked(BundledModel model) throws IOException {
        FileParts files = new FileParts(PartKind.MODEL, model.name());
        try (InputStream in = model.open()) {
            files.text(ModelFolder.weightsName(1, 1), FileParts.BYTES, in.readAllBytes());
        }
        files.text("Modelfile", FileParts.BYTES, model.modelfile().getBytes(StandardCharsets.UTF_8));
        return files.part(List.of());
    }

    private static void note(FileParts files, String source, @Nullable String licence) {
        files.note(SOURCE, source);
        if (licence != null) {
            files.note(BillOfMaterials.LICENCE, licence);
        }
    }

    /// The file of a model that stands for it: its weights, or the first file of them.
    private static Path weights(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> String.valueOf(file.getFileName()).matches("model.*\\.gguf"))
                    .min(Comparator.naturalOrder())
                    .orElseThrow(() -> new IOException(folder + " has no weights"));
        }
    }

    /// A model that is not of this home; it goes from its source into the archive. Only small parts are fetched
    /// now, and what has no digest at its source.
    ///
    /// @throws IOException if that cannot be fetched
    public PartSource ofSource(RemoteModel model) throws IOException, InterruptedException {
        FileParts files = new FileParts(PartKind.MODEL, model.name());
        note(files, model.source(), model.licence());
        List<RemotePart> weights = parts(model, Role.WEIGHTS);
        for (int i = 0; i < weights.size(); i++) {
            add(
                    files,
                    ModelFolder.weightsName(i + 1, weights.size()),
                    weights.get(i).blob());
        }
        for (Role role : List.of(Role.PROJECTOR, Role.ADAPTER, Role.LICENCE)) {
            for (RemotePart part : parts(model, role).stream().limit(1).toList()) {
                add(files, ModelFolder.fileName(role), part.blob());
            }
        }
        List<ModelManifest.Part> texts = new ArrayList<>();
        for (Role role : List.of(Role.TEMPLATE, Role.SYSTEM, Role.PARAMETERS)) {
            for (RemotePart part : parts(model, role)) {
                BlobDigest digest = fetched(part.blob(), part.file());
                texts.add(new ModelManifest.Part(role, part.file(), digest, Files.size(store.path(digest))));
            }
        }
        String modelfile = ModelfileText.of(
                ModelFolder.weightsName(1, weights.size()),
                new ModelManifest(model.source(), model.licence(), Instant.EPOCH, texts),
                store);
        return files.text("Modelfile", "text/plain", modelfile.getBytes(StandardCharsets.UTF_8))
                .part(List.of());
    }

    private static List<RemotePart> parts(RemoteModel model, Role role) {
        return model.parts().stream().filter(part -> part.role() == role).toList();
    }

    private void add(FileParts files, String name, RemoteBlob remote) throws IOException, InterruptedException {
        BlobDigest digest = remote.digest();
        if (digest != null && remote.bytes() >= 0) {
            files.content(name, digest, remote.bytes(), () -> new SteadyStream(remote));
        } else {
            BlobDigest found = fetched(remote, name);
            files.file(name, store.path(found), found, Files.size(store.path(found)));
        }
    }

    private BlobDigest fetched(RemoteBlob remote, String name) throws IOException, InterruptedException {
        try (SteadyStream in = new SteadyStream(remote)) {
            return store.put(in, "fetching " + name, Math.max(0, remote.bytes()), progress);
        }
    }
}
