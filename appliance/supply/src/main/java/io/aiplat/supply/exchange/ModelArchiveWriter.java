package io.aiplat.supply.exchange;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.model.Digests;
import io.aiplat.model.Progress;
import io.aiplat.model.registry.ModelRecord;
import io.aiplat.supply.ModelParts;
import io.aiplat.supply.blob.BlobDigest;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/// Writes archives of models. The same files and the same record give the same bytes: nothing of the machine or the
/// moment is in them. Each file is read twice, for its digest stands before its bytes; the second time it is compared.
final class ModelArchiveWriter {
    private static final int PIECE = 1 << 20;
    private static final FileTime NO_TIME = FileTime.from(Instant.EPOCH);

    private final ModelRecord record;
    private final ModelParts parts;
    private final Progress progress;

    /// What an archive has.
    ///
    /// @param type  its media type
    /// @param title its name in a folder
    private record Blob(String type, String title, BlobDigest digest, long bytes, Opening opening) {}

    @FunctionalInterface
    private interface Opening {
        InputStream open() throws IOException;
    }

    ModelArchiveWriter(ModelRecord record, ModelParts parts, Progress progress) {
        this.record = record;
        this.parts = parts;
        this.progress = progress;
    }

    /// Writes it beside its place, and moves it there when it is whole and on the disk.
    ///
    /// @return SHA-256 of the archive, 64 hexadecimal digits
    /// @throws IOException if that cannot be done, or a file changes meanwhile; nothing is left then
    String write(Path target) throws IOException {
        MessageDigest sum = Digests.begun();
        List<Blob> layers = layers();
        Path beside = target.resolveSibling("." + target.getFileName() + ".part");
        try {
            try (FileChannel channel = FileChannel.open(
                    beside,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING)) {
                OutputStream out =
                        new BufferedOutputStream(new DigestOutputStream(Channels.newOutputStream(channel), sum), PIECE);
                write(layers, out);
                out.flush();
                channel.force(true);
            }
            Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return Digests.sha256(sum);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    private List<Blob> layers() throws IOException {
        List<Blob> layers = new ArrayList<>();
        int number = 0;
        for (Path file : parts.weights()) {
            number++;
            layers.add(file(
                    ModelArchive.WEIGHTS_TYPE,
                    ArchiveFiles.weights(number, parts.weights().size()),
                    file));
        }
        if (parts.projector() != null) {
            layers.add(file(ModelArchive.PROJECTOR_TYPE, ArchiveFiles.PROJECTOR, parts.projector()));
        }
        if (!parts.modelfile().isEmpty()) {
            layers.add(text(
                    ModelArchive.MODELFILE_TYPE,
                    ArchiveFiles.MODELFILE,
                    parts.modelfile().getBytes(StandardCharsets.UTF_8)));
        }
        return layers;
    }

    private Blob file(String type, String title, Path file) throws IOException {
        long bytes = Files.size(file);
        try (InputStream in = Files.newInputStream(file)) {
            BlobDigest digest = copied(in, OutputStream.nullOutputStream(), "reading " + title, bytes);
            return new Blob(type, title, digest, bytes, () -> Files.newInputStream(file));
        }
    }

    private static Blob text(String type, String title, byte[] text) {
        return new Blob(
                type, title, new BlobDigest(Digests.sha256(text)), text.length, () -> new ByteArrayInputStream(text));
    }

    private void write(List<Blob> layers, OutputStream out) throws IOException {
        Blob config = text(
                ModelArchive.RECORD_TYPE, "record.json", ModelArchive.JSON.writeValueAsBytes(RecordJson.of(record)));
        Blob manifest = text(
                ModelArchive.MANIFEST_TYPE,
                record.name(),
                ModelArchive.JSON.writeValueAsBytes(manifest(config, layers)));
        // Not closed: what it writes to is put on the disk first, by whoever opened that.
        TarArchiveOutputStream tar = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name());
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_STAR);
        entry(tar, ModelArchive.LAYOUT, text("", ModelArchive.LAYOUT, bytes("{\"imageLayoutVersion\":\"1.0.0\"}")));
        entry(
                tar,
                ModelArchive.INDEX,
                text("", ModelArchive.INDEX, ModelArchive.JSON.writeValueAsBytes(index(manifest))));
        List<BlobDigest> written = new ArrayList<>();
        for (Blob blob : blobs(manifest, config, layers)) {
            if (!written.contains(blob.digest)) {
                entry(tar, ModelArchive.BLOBS + blob.digest.hex(), blob);
                written.add(blob.digest);
            }
        }
        tar.finish();
    }

    private static List<Blob> blobs(Blob manifest, Blob config, List<Blob> layers) {
        List<Blob> blobs = new ArrayList<>(List.of(manifest, config));
        blobs.addAll(layers);
        return blobs;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private ObjectNode manifest(Blob config, List<Blob> layers) {
        ObjectNode json = ModelArchive.JSON
                .createObjectNode()
                .put("schemaVersion", 2)
                .put("mediaType", ModelArchive.MANIFEST_TYPE)
                .put("artifactType", ModelArchive.ARTIFACT_TYPE);
        describe(json.putObject("config"), config);
        for (Blob layer : layers) {
            ObjectNode described = json.withArray("layers").addObject();
            describe(described, layer);
            described.putObject("annotations").put(ModelArchive.TITLE, layer.title);
        }
        return json;
    }

    private ObjectNode index(Blob manifest) {
        ObjectNode json =
                ModelArchive.JSON.createObjectNode().put("schemaVersion", 2).put("mediaType", ModelArchive.INDEX_TYPE);
        ObjectNode described = json.putArray("manifests").addObject();
        describe(described, manifest);
        described.put("artifactType", ModelArchive.ARTIFACT_TYPE);
        described.putObject("annotations").put(ModelArchive.NAME, record.name());
        return json;
    }

    private static void describe(ObjectNode json, Blob blob) {
        json.put("mediaType", blob.type).put("digest", blob.digest.toString()).put("size", blob.bytes);
    }

    private void entry(TarArchiveOutputStream tar, String path, Blob blob) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(path, TarConstants.LF_NORMAL);
        entry.setSize(blob.bytes);
        entry.setLastModifiedTime(NO_TIME);
        entry.setMode(0644);
        entry.setIds(0, 0);
        entry.setNames("", "");
        tar.putArchiveEntry(entry);
        try (InputStream in = blob.opening.open()) {
            BlobDigest found = copied(in, tar, "writing " + blob.title, blob.bytes);
            if (!found.equals(blob.digest)) {
                throw new IOException(blob.title + " was changed meanwhile");
            }
        }
        tar.closeArchiveEntry();
    }

    private BlobDigest copied(InputStream in, OutputStream out, String what, long total) throws IOException {
        MessageDigest digest = Digests.begun();
        byte[] piece = new byte[PIECE];
        long done = 0;
        for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
            if (Thread.currentThread().isInterrupted()) {
                throw new IOException("it was stopped");
            }
            digest.update(piece, 0, read);
            out.write(piece, 0, read);
            done += read;
            progress.at(what, done, total);
        }
        return new BlobDigest(Digests.sha256(digest));
    }
}
