package io.aiplat.supply.folder;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.Digests;
import io.aiplat.model.Progress;
import io.aiplat.supply.BundledModel;
import io.aiplat.supply.ModelName;
import io.aiplat.supply.Modelfile;
import io.aiplat.supply.SupplyProblems;
import io.aiplat.supply.gguf.GgufHeader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.DigestInputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Folder of models: `<models>/<name>/model.gguf` and `Modelfile`. A model that is there is whole: it is
/// made beside its place under a name with a dot, and moved.
public final class ModelFolder {
    private static final String GGUF = "model.gguf";
    private static final String MODELFILE = "Modelfile";
    private static final String INCOMING = ".incoming-";
    private static final String OUTGOING = ".outgoing-";
    private static final int PIECE = 1 << 20;
    /// Bytes that stay free on the disk at most; a twentieth of a smaller one.
    private static final long MOST_RESERVE = 20L << 30;
    /// Bytes between two looks at the room that is left.
    private static final long LOOK = 64L << 20;

    private final Path folder;
    /// Reading a header takes some milliseconds with a large vocabulary, and models are listed often.
    private final Map<Path, Known> known = new ConcurrentHashMap<>();

    private record Known(FileTime modified, GgufHeader header) {}

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
                    .filter(entry -> Files.isRegularFile(entry.resolve(GGUF)))
                    .map(entry -> entry.getFileName().toString())
                    .filter(ModelName::isFolder)
                    .toList();
        } catch (IOException e) {
            throw new ApplianceException(SupplyProblems.fileUnreadable(folder.toString(), e.toString()), e);
        }
    }

    /// A model by name; empty if there is none.
    ///
    /// @throws ApplianceException if its file or Modelfile is broken
    public Optional<GgufModel> find(String name) {
        if (!ModelName.isFolder(name)) {
            return Optional.empty();
        }
        Path file = folder.resolve(name).resolve(GGUF);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            FileTime modified = Files.getLastModifiedTime(file);
            Known before = known.get(file);
            GgufHeader header =
                    before != null && before.modified.equals(modified) ? before.header : GgufHeader.read(file);
            known.put(file, new Known(modified, header));
            return Optional.of(new GgufModel(name, file, modified.toInstant(), header, modelfile(name)));
        } catch (IOException e) {
            throw new ApplianceException(SupplyProblems.fileUnreadable(file.toString(), e.toString()), e);
        }
    }

    private Modelfile modelfile(String name) throws IOException {
        Path file = folder.resolve(name).resolve(MODELFILE);
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

    /// Takes in a copy of a GGUF file that was checked, with the Modelfile beside it if there is one.
    ///
    /// @param modelfile beside the file, or null
    void put(String name, Path file, @Nullable Path modelfile, Progress progress) {
        take(name, incoming -> {
            requireRoom(name, Files.size(file));
            try (InputStream in = Files.newInputStream(file)) {
                copyTo(incoming.resolve(GGUF), in, watched(name, progress), "copying " + name, Files.size(file));
            }
            Files.writeString(
                    incoming.resolve(MODELFILE),
                    modelfile == null ? "FROM ./" + GGUF + "\n" : Modelfile.text(modelfile));
        });
    }

    /// A sparse file takes nothing where it lies and all of its size here. Logs, the store of keys and every other
    /// program need room as well.
    private void requireRoom(String name, long bytes) throws IOException {
        FileStore disk = Files.getFileStore(folder);
        long free = disk.getUsableSpace();
        long reserve = reserve(disk);
        if (bytes > free - reserve) {
            throw new ApplianceException(SupplyProblems.diskShort(name, bytes, free, reserve));
        }
    }

    private static long reserve(FileStore disk) throws IOException {
        return Math.min(MOST_RESERVE, disk.getTotalSpace() / 20);
    }

    /// Stops the copy where others fill the disk meanwhile.
    private Progress watched(String name, Progress progress) {
        return (what, done, total) -> {
            progress.at(what, done, total);
            if (done % LOOK == 0) {
                requireRest(name, total - done);
            }
        };
    }

    private void requireRest(String name, long rest) {
        try {
            FileStore disk = Files.getFileStore(folder);
            long free = disk.getUsableSpace();
            if (free < reserve(disk) / 2) {
                throw new ApplianceException(SupplyProblems.diskShort(name, rest, free, reserve(disk) / 2));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void take(String name, Filling filling) {
        Path incoming = folder.resolve(INCOMING + name);
        try {
            FolderRemoval.delete(incoming);
            Files.createDirectory(incoming);
            filling.fill(incoming);
            Path place = folder.resolve(name);
            Path outgoing = folder.resolve(OUTGOING + name);
            if (Files.exists(place)) {
                Files.move(place, outgoing, StandardCopyOption.ATOMIC_MOVE);
            }
            Files.move(incoming, place, StandardCopyOption.ATOMIC_MOVE);
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
        Path outgoing = folder.resolve(INCOMING + name);
        try {
            Files.move(folder.resolve(name), outgoing, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        FolderRemoval.delete(outgoing);
    }
}
