package io.aiplat.supply.folder;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.Digests;
import io.aiplat.model.Progress;
import io.aiplat.supply.BundledModel;
import io.aiplat.supply.ModelName;
import io.aiplat.supply.Modelfile;
import io.aiplat.supply.SupplyProblems;
import io.aiplat.supply.blob.BlobDigest;
import io.aiplat.supply.blob.BlobStore;
import io.aiplat.supply.blob.FileLink;
import io.aiplat.supply.gguf.GgufFront;
import io.aiplat.supply.gguf.GgufProblems;
import io.aiplat.supply.pull.ModelManifest;
import io.aiplat.supply.source.RemotePart.Role;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.DigestInputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Folder of models: `<models>/<name>/model.gguf` and `Modelfile`. A model that is there is whole: it is
/// made beside its place under a name with a dot, and moved. Weights that were split are `model-00001-of-00003.gguf`
/// and so on, for llama.cpp finds the others by the name of the first; what turns pictures into tokens is
/// `mmproj.gguf`.
public final class ModelFolder {
    private static final String GGUF = "model.gguf";
    private static final Pattern SPLIT = Pattern.compile("model-\\d{5}-of-\\d{5}\\.gguf");
    private static final String PROJECTOR = "mmproj.gguf";
    private static final String MODELFILE = "Modelfile";
    private static final String MANIFEST = "manifest.json";
    private static final String LICENCE = "LICENSE";
    private static final String ADAPTER = "adapter.gguf";
    private static final String INCOMING = ".incoming-";
    private static final String OUTGOING = ".outgoing-";
    private static final int PIECE = 1 << 20;

    private final Path folder;
    /// Reading a header takes some milliseconds with a large vocabulary, and models are listed often.
    private final Map<Path, Known> known = new ConcurrentHashMap<>();

    private record Known(FileTime modified, GgufFront front, Instant created) {}

    /// Opens the store and clears away what a killed process left half done.
    ///
    /// @throws ApplianceException if the folder cannot be made
    public ModelFolder(Path folder) {
        this.folder = folder;
        try {
            Files.createDirectories(folder);
            for (Path entry : entries()) {
                mend(entry);
            }
        } catch (IOException e) {
            throw new ApplianceException(SupplyProblems.notStored("in " + folder, e.toString()), e);
        }
    }

    private void mend(Path entry) throws IOException {
        String name = entry.getFileName().toString();
        if (name.startsWith(OUTGOING) && !Files.exists(folder.resolve(name.substring(OUTGOING.length())))) {
            Files.move(entry, folder.resolve(name.substring(OUTGOING.length())));
        } else if (name.startsWith(OUTGOING) || name.startsWith(INCOMING)) {
            FolderRemoval.delete(entry);
        }
    }

    private List<Path> entries() throws IOException {
        return entries(folder);
    }

    private static List<Path> entries(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        }
    }

    /// Where blobs can be that are on the same disk for sure.
    Path blobs() {
        return folder.resolve(".store");
    }

    /// Names of all models, sorted.
    ///
    /// @throws ApplianceException if the folder cannot be read
    public List<String> names() {
        return listed(folder);
    }

    /// The same of a folder that nobody has opened; none where there is no such folder. Nothing is read but names.
    ///
    /// @throws ApplianceException if the folder cannot be read
    public static List<String> names(Path folder) {
        return Files.isDirectory(folder) ? listed(folder) : List.of();
    }

    private static List<String> listed(Path folder) {
        try {
            return entries(folder).stream()
                    .filter(entry -> ModelName.isFolder(entry.getFileName().toString()))
                    .filter(entry -> !weights(entry).isEmpty())
                    .map(entry -> ModelName.ofFolder(entry.getFileName().toString()))
                    .toList();
        } catch (IOException e) {
            throw new ApplianceException(GgufProblems.fileUnreadable(folder.toString(), e.toString()), e);
        }
    }

    /// A model by name; empty if there is none.
    ///
    /// @throws ApplianceException if its file or Modelfile is broken
    public Optional<GgufModel> find(String name) {
        if (!ModelName.isServed(name)) {
            return Optional.empty();
        }
        Path place = place(name);
        List<Path> files = weights(place);
        if (files.isEmpty()) {
            return Optional.empty();
        }
        Path file = files.getFirst();
        try {
            FileTime modified = Files.getLastModifiedTime(file);
            Known before = known.get(file);
            Known now = before != null && before.modified.equals(modified) ? before : look(name, files, modified);
            known.put(file, now);
            Path projector = place.resolve(PROJECTOR);
            return Optional.of(new GgufModel(
                    name,
                    files,
                    Files.isRegularFile(projector) ? projector : null,
                    now.created,
                    now.front.header(),
                    now.front.facts(),
                    modelfile(name)));
        } catch (IOException e) {
            throw new ApplianceException(GgufProblems.fileUnreadable(file.toString(), e.toString()), e);
        }
    }

    /// A file that was linked is as old as its original, which says nothing of when it came.
    private Known look(String name, List<Path> files, FileTime modified) {
        Instant created = manifest(name).map(ModelManifest::pulled).orElse(modified.toInstant());
        return new Known(modified, GgufFront.read(files), created);
    }

    /// The file of a model that a part of it became; empty where it became none of its own.
    ///
    /// @param manifest of the model
    Optional<Path> file(String name, ModelManifest manifest, ModelManifest.Part part) {
        List<ModelManifest.Part> weights = manifest.parts(Role.WEIGHTS);
        String file = switch (part.role()) {
            case WEIGHTS -> weightsName(weights.indexOf(part) + 1, weights.size());
            case PROJECTOR -> PROJECTOR;
            case ADAPTER -> ADAPTER;
            case LICENCE -> LICENCE;
            case TEMPLATE, SYSTEM, PARAMETERS -> "";
        };
        return file.isEmpty() ? Optional.empty() : Optional.of(place(name).resolve(file));
    }

    /// Digests of a model's weights, which are read where nobody has written them down; empty if it is not here.
    ///
    /// @throws ApplianceException if they cannot be read
    List<BlobDigest> weightDigests(String name) {
        Optional<ModelManifest> manifest = manifest(name);
        if (manifest.isPresent()) {
            return manifest.get().parts(Role.WEIGHTS).stream()
                    .map(ModelManifest.Part::digest)
                    .toList();
        }
        try {
            List<BlobDigest> digests = new ArrayList<>();
            for (Path file : weights(place(name))) {
                digests.add(new BlobDigest(Digests.sha256(file)));
            }
            return digests;
        } catch (IOException e) {
            throw new ApplianceException(GgufProblems.fileUnreadable(name, e.toString()), e);
        }
    }

    /// Of which blobs a model consists; empty if there is none of that name, or one that was not pulled.
    ///
    /// @throws ApplianceException if it cannot be read
    public Optional<ModelManifest> manifest(String name) {
        Path file = place(name).resolve(MANIFEST);
        try {
            return ModelName.isServed(name) && Files.isRegularFile(file)
                    ? Optional.of(ModelManifest.read(file))
                    : Optional.empty();
        } catch (IOException e) {
            throw new ApplianceException(GgufProblems.fileUnreadable(file.toString(), e.toString()), e);
        }
    }

    private Path place(String name) {
        return folder.resolve(ModelName.toFolder(name));
    }

    /// The files of a model's weights in their order; none where it has none, or not all of them.
    private static List<Path> weights(Path place) {
        Path whole = place.resolve(GGUF);
        if (Files.isRegularFile(whole)) {
            return List.of(whole);
        }
        try (Stream<Path> entries = Files.list(place)) {
            List<Path> split = entries.filter(
                            file -> SPLIT.matcher(file.getFileName().toString()).matches())
                    .sorted()
                    .toList();
            return split.isEmpty() || !split.getFirst().endsWith(splitName(1, split.size())) ? List.of() : split;
        } catch (IOException _) {
            // What is no folder, or cannot be looked into, is no model.
            return List.of();
        }
    }

    /// What a file of weights is called in the folder of its model.
    ///
    /// @param number from 1 on
    /// @param of     how many there are
    public static String weightsName(int number, int of) {
        return of == 1 ? GGUF : splitName(number, of);
    }

    /// What a part of a model that is not of its weights is called in the folder of its model.
    ///
    /// @param role one that has a file of its own: a projector, an adapter, a licence
    public static String fileName(Role role) {
        return switch (role) {
            case PROJECTOR -> PROJECTOR;
            case ADAPTER -> ADAPTER;
            case LICENCE -> LICENCE;
            case WEIGHTS, TEMPLATE, SYSTEM, PARAMETERS -> throw new IllegalArgumentException(role + " has no file");
        };
    }

    private static String splitName(int number, int of) {
        return String.format(Locale.ROOT, "model-%05d-of-%05d.gguf", number, of);
    }

    /// The text of a model's Modelfile; empty where it has none.
    ///
    /// @throws ApplianceException if it cannot be read
    String modelfileText(String name) {
        Path file = place(name).resolve(MODELFILE);
        try {
            return Files.exists(file) ? Modelfile.text(file) : "";
        } catch (IOException e) {
            throw new ApplianceException(GgufProblems.fileUnreadable(file.toString(), e.toString()), e);
        }
    }

    private Modelfile modelfile(String name) throws IOException {
        Path file = place(name).resolve(MODELFILE);
        return Files.exists(file) ? Modelfile.parse(name, Modelfile.text(file)) : Modelfile.EMPTY;
    }

    /// A sentence for who asks for a model that is not here: there is none of that name, and which there are.
    public String without(String name) {
        List<String> names = names();
        return "there is no model " + name + " here; there "
                + (names.isEmpty() ? "are none at all" : "are: " + String.join(", ", names));
    }

    /// Whether exactly this packed model is here.
    boolean has(BundledModel model) {
        Path file = folder.resolve(model.name()).resolve(GGUF);
        try {
            return Files.isRegularFile(file)
                    && Files.size(file) == model.bytes()
                    && sha256(file).equals(model.sha256())
                    && Modelfile.text(file.resolveSibling(MODELFILE)).equals(model.modelfile());
        } catch (IOException _) {
            // What cannot be read is written anew.
            return false;
        }
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return copy(in, OutputStream.nullOutputStream(), Progress.NONE, "", 0);
        }
    }

    /// Takes in a packed model.
    ///
    /// @throws ApplianceException if the bytes are not those expected or cannot be stored
    void put(BundledModel model, Progress progress) {
        take(model.name(), incoming -> {
            String found;
            try (InputStream in = model.open()) {
                found = copyTo(incoming.resolve(GGUF), in, progress, "storing " + model.name(), model.bytes());
            }
            if (!found.equals(model.sha256())) {
                throw new ApplianceException(SupplyProblems.checksumWrong(model.name(), model.sha256(), found));
            }
            Files.writeString(incoming.resolve(MODELFILE), model.modelfile());
        });
    }

    /// Takes in a model that was pulled: its folder has the blobs under other names.
    ///
    /// @param blobs has all of them
    void put(String name, ModelManifest manifest, BlobStore blobs) {
        take(name, incoming -> {
            List<ModelManifest.Part> weights = manifest.parts(Role.WEIGHTS);
            for (int i = 0; i < weights.size(); i++) {
                link(weights.get(i), incoming.resolve(weightsName(i + 1, weights.size())), blobs);
            }
            for (ModelManifest.Part part : manifest.parts()) {
                switch (part.role()) {
                    case PROJECTOR -> link(part, incoming.resolve(PROJECTOR), blobs);
                    case ADAPTER -> link(part, incoming.resolve(ADAPTER), blobs);
                    case LICENCE -> link(part, incoming.resolve(LICENCE), blobs);
                    case WEIGHTS, TEMPLATE, SYSTEM, PARAMETERS -> {
                        // The weights are linked above, and the others go into the Modelfile.
                    }
                }
            }
            String first = weightsName(1, weights.size());
            Files.writeString(incoming.resolve(MODELFILE), ModelfileText.of(first, manifest, blobs));
            Files.write(incoming.resolve(MANIFEST), manifest.json());
        });
    }

    /// Of two projectors or licences the first counts.
    private static void link(ModelManifest.Part part, Path target, BlobStore blobs) throws IOException {
        if (!Files.exists(target)) {
            FileLink.toBlob(blobs.path(part.digest()), target);
        }
    }

    private void take(String name, Filling filling) {
        Path incoming = folder.resolve(INCOMING + ModelName.toFolder(name));
        try {
            FolderRemoval.delete(incoming);
            Files.createDirectory(incoming);
            filling.fill(incoming);
            Path place = place(name);
            Path outgoing = folder.resolve(OUTGOING + ModelName.toFolder(name));
            if (Files.exists(place)) {
                Files.move(place, outgoing, StandardCopyOption.ATOMIC_MOVE);
            }
            FolderForce.all(incoming);
            Files.move(incoming, place, StandardCopyOption.ATOMIC_MOVE);
            FolderForce.names(folder);
            FolderRemoval.delete(outgoing);
        } catch (IOException e) {
            throw new ApplianceException(SupplyProblems.notStored(name, e.toString()), e);
        } finally {
            FolderRemoval.delete(incoming);
        }
    }

    @FunctionalInterface
    private interface Filling {
        void fill(Path incoming) throws IOException;
    }

    private static String copyTo(Path target, InputStream in, Progress progress, String what, long total)
            throws IOException {
        try (OutputStream out = Files.newOutputStream(target)) {
            return copy(in, out, progress, what, total);
        }
    }

    /// Copies and returns the SHA-256 of what was copied.
    private static String copy(InputStream in, OutputStream out, Progress progress, String what, long total)
            throws IOException {
        DigestInputStream digested = new DigestInputStream(in, Digests.begun());
        byte[] piece = new byte[PIECE];
        long done = 0;
        int read;
        while ((read = digested.read(piece)) >= 0) {
            if (Thread.interrupted()) {
                Thread.currentThread().interrupt();
                throw new IOException("It was interrupted.");
            }
            out.write(piece, 0, read);
            done += read;
            progress.at(what, done, total);
        }
        return Digests.sha256(digested.getMessageDigest());
    }

    /// Removes a model that is here.
    void remove(String name) {
        Path outgoing = folder.resolve(INCOMING + ModelName.toFolder(name));
        try {
            Files.move(place(name), outgoing, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        FolderRemoval.delete(outgoing);
    }
}
