package io.aiplat.supply.exchange;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Digests;
import io.aiplat.model.Progress;
import io.aiplat.supply.blob.BlobDigest;
import io.aiplat.supply.blob.DiskRoom;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarFile;

/// A parser of untrusted input: reads archives of models, and other image layouts with GGUF files in them. Names out
/// of the archive are looked up in it and are no paths of this machine; every blob is compared with its digest.
final class ModelArchiveReader {
    private static final int PIECE = 1 << 20;
    /// Bytes of a manifest or a record; real ones have some thousand.
    private static final int LARGEST_JSON = 8 << 20;
    private static final int LARGEST_MODELFILE = 1 << 20;
    private static final int MOST_ENTRIES = 10_000;
    private static final int MOST_LAYERS = 1000;
    /// Where a tar says that it is one.
    private static final int MAGIC_AT = 257;

    private static final Set<String> WEIGHTS = Set.of(
            ModelArchive.WEIGHTS_TYPE,
            "application/vnd.docker.ai.gguf",
            "application/vnd.ollama.image.model",
            "application/vnd.cncf.model.weight.v1.gguf");
    private static final Set<String> PROJECTORS = Set.of(
            ModelArchive.PROJECTOR_TYPE, "application/vnd.docker.ai.mmproj", "application/vnd.ollama.image.projector");

    private final Path archive;
    private final Progress progress;
    private final Map<String, TarArchiveEntry> entries = new HashMap<>();

    /// A layer of an archive.
    private record Layer(String type, BlobDigest digest, long bytes) {}

    /// A model in an archive, whose files are in a folder now.
    ///
    /// @param weights the first file of weights
    record Unpacked(RecordJson.Carried carried, Path weights) {}

    ModelArchiveReader(Path archive, Progress progress) {
        this.archive = archive;
        this.progress = progress;
    }

    /// Whether a file looks like a tar.
    static boolean isTar(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] begin = in.readNBytes(MAGIC_AT + 5);
            return begin.length == MAGIC_AT + 5
                    && new String(begin, MAGIC_AT, 5, StandardCharsets.US_ASCII).equals("ustar");
        }
    }

    /// Writes the files of the model into a folder, which is empty.
    ///
    /// @throws ApplianceException MODELS_ARCHIVE_BROKEN, MODELS_DISK_SHORT
    /// @throws IOException        if the folder cannot be written
    Unpacked unpack(Path folder) throws IOException {
        try (TarFile tar = new TarFile(archive)) {
            List<TarArchiveEntry> all = tar.getEntries();
            if (all.size() > MOST_ENTRIES) {
                throw new Malformed("It has " + all.size() + " entries.");
            }
            all.stream().filter(TarArchiveEntry::isFile).forEach(entry -> entries.putIfAbsent(entry.getName(), entry));
            return unpack(tar, folder);
        } catch (Malformed e) {
            throw new ApplianceException(ExchangeProblems.broken(archive, String.valueOf(e.getMessage())), e);
        } catch (IllegalArgumentException e) {
            String why = "Its tar is damaged: " + e.getMessage() + ".";
            throw new ApplianceException(ExchangeProblems.broken(archive, why), e);
        }
    }

    private Unpacked unpack(TarFile tar, Path folder) throws IOException {
        JsonNode manifests = json(tar, entry(ModelArchive.INDEX)).path("manifests");
        if (manifests.size() != 1) {
            throw new Malformed("It has " + manifests.size() + " manifests, and a model has one.");
        }
        JsonNode manifest = blob(tar, manifests.path(0));
        List<Layer> layers = new ArrayList<>();
        for (JsonNode layer : manifest.path("layers")) {
            if (layers.size() == MOST_LAYERS) {
                throw new Malformed("It has more than " + MOST_LAYERS + " layers.");
            }
            layers.add(new Layer(
                    layer.path("mediaType").asText(),
                    digest(layer),
                    layer.path("size").asLong()));
        }
        List<Layer> weights =
                layers.stream().filter(layer -> WEIGHTS.contains(layer.type)).toList();
        if (weights.isEmpty()) {
            throw new Malformed("There is no GGUF file in it.");
        }
        RecordJson.Carried carried = carried(tar, manifests.path(0), manifest, weights.getFirst());
        DiskRoom.require(
                folder,
                "The model " + carried.name(),
                layers.stream().mapToLong(layer -> Math.max(0, layer.bytes)).sum());
        return new Unpacked(carried, files(tar, layers, weights, folder));
    }

    /// Of an archive that others have made only the name is known.
    private RecordJson.Carried carried(TarFile tar, JsonNode index, JsonNode manifest, Layer weights)
            throws IOException {
        JsonNode config = manifest.path("config");
        if (config.path("mediaType").asText().equals(ModelArchive.RECORD_TYPE)) {
            return RecordJson.read(blob(tar, config), weights.digest.toString());
        }
        String name = index.path("annotations").path(ModelArchive.NAME).asText();
        return new RecordJson.Carried(name, null, "");
    }

    private Path files(TarFile tar, List<Layer> layers, List<Layer> weights, Path folder) throws IOException {
        for (int i = 0; i < weights.size(); i++) {
            copy(tar, weights.get(i), folder.resolve(ArchiveFiles.weights(i + 1, weights.size())));
        }
        for (Layer layer : layers) {
            if (PROJECTORS.contains(layer.type)) {
                copy(tar, layer, folder.resolve(ArchiveFiles.PROJECTOR));
            } else if (layer.type.equals(ModelArchive.MODELFILE_TYPE)) {
                if (layer.bytes > LARGEST_MODELFILE) {
                    throw new Malformed("Its Modelfile has " + layer.bytes + " bytes.");
                }
                copy(tar, layer, folder.resolve(ArchiveFiles.MODELFILE));
            }
        }
        return folder.resolve(ArchiveFiles.weights(1, weights.size()));
    }

    private TarArchiveEntry entry(String name) throws Malformed {
        TarArchiveEntry entry = entries.get(name);
        if (entry == null) {
            entry = entries.get("./" + name);
        }
        if (entry == null) {
            throw new Malformed("There is no " + name + " in it.");
        }
        return entry;
    }

    private static BlobDigest digest(JsonNode described) throws Malformed {
        try {
            return BlobDigest.parse(described.path("digest").asText());
        } catch (IllegalArgumentException e) {
            throw new Malformed("It names a blob by something else than its SHA-256: " + e.getMessage() + ".");
        }
    }

    private JsonNode blob(TarFile tar, JsonNode described) throws IOException {
        BlobDigest digest = digest(described);
        TarArchiveEntry entry = entry(ModelArchive.BLOBS + digest.hex());
        byte[] text = bytes(tar, entry);
        if (!Digests.sha256(text).equals(digest.hex())) {
            throw damaged(digest);
        }
        return json(text);
    }

    private static JsonNode json(TarFile tar, TarArchiveEntry entry) throws IOException {
        return json(bytes(tar, entry));
    }

    private static JsonNode json(byte[] text) throws Malformed {
        try {
            return ModelArchive.JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new Malformed("A part of it is no JSON: " + e.getOriginalMessage() + ".");
        } catch (IOException e) {
            throw new Malformed("A part of it is no text: " + e.getMessage() + ".");
        }
    }

    private static byte[] bytes(TarFile tar, TarArchiveEntry entry) throws IOException {
        if (entry.getSize() > LARGEST_JSON) {
            throw new Malformed("Its " + entry.getName() + " has " + entry.getSize() + " bytes.");
        }
        try (InputStream in = opened(tar, entry)) {
            return read(in, (int) entry.getSize(), entry.getName());
        }
    }

    private static byte[] read(InputStream in, int bytes, String name) throws IOException {
        byte[] read = in.readNBytes(bytes);
        if (read.length < bytes) {
            throw new Malformed("It ends in the middle of " + name + ".");
        }
        return read;
    }

    private static InputStream opened(TarFile tar, TarArchiveEntry entry) throws Malformed {
        try {
            return tar.getInputStream(entry);
        } catch (IOException e) {
            throw new Malformed("It ends before " + entry.getName() + " does: " + e.getMessage() + ".");
        }
    }

    private void copy(TarFile tar, Layer layer, Path target) throws IOException {
        TarArchiveEntry entry = entry(ModelArchive.BLOBS + layer.digest.hex());
        MessageDigest digest = Digests.begun();
        long done = 0;
        try (InputStream in = opened(tar, entry);
                FileChannel channel =
                        FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            OutputStream out = Channels.newOutputStream(channel);
            byte[] piece = new byte[PIECE];
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new IOException("it was stopped");
                }
                digest.update(piece, 0, read);
                out.write(piece, 0, read);
                done += read;
                progress.at("unpacking " + target.getFileName(), done, entry.getSize());
            }
        }
        if (!Digests.sha256(digest).equals(layer.digest.hex())) {
            throw damaged(layer.digest);
        }
    }

    private static Malformed damaged(BlobDigest digest) {
        return new Malformed("The bytes of " + digest + " in it are others.");
    }

    /// The archive is none that can be trusted; says why in a full sentence.
    static final class Malformed extends IOException {
        private static final long serialVersionUID = 1;

        Malformed(String why) {
            super(why);
        }
    }
}
