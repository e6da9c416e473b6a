package io.aiplat.supply.ollama;

import io.aiplat.model.Digests;
import io.aiplat.model.Progress;
import io.aiplat.supply.blob.BlobDigest;
import io.aiplat.supply.blob.BlobStore;
import io.aiplat.supply.gguf.JoinedGguf;
import io.aiplat.supply.pull.ModelManifest;
import io.aiplat.supply.source.RemotePart.Role;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Weights of a model as Ollama takes them: in one file. Where they are in several, Ollama takes those too, and the
/// whole server ends when the model is loaded (0.11.4); so they are joined while they are handed over. Joined, they
/// are nowhere on this machine's disk: they are read twice, for their digest has to be said before their first byte.
///
/// @param digest of the one file
/// @param bytes  of the one file
/// @param source opens it
record OllamaWeights(BlobDigest digest, long bytes, Opening source) {
    private static final int PIECE = 1 << 20;

    /// Opens a file, or what is like one.
    @FunctionalInterface
    interface Opening {
        InputStream open() throws IOException;
    }

    /// Those of a model of this machine's store, which has all of them.
    ///
    /// @throws IOException if they cannot be read
    static OllamaWeights of(String name, ModelManifest manifest, BlobStore blobs, Progress progress)
            throws IOException {
        List<ModelManifest.Part> parts = manifest.parts(Role.WEIGHTS);
        if (parts.size() == 1) {
            Path blob = blobs.path(manifest.digest());
            return new OllamaWeights(manifest.digest(), parts.getFirst().bytes(), () -> Files.newInputStream(blob));
        }
        JoinedGguf joined = JoinedGguf.of(
                parts.stream().map(part -> blobs.path(part.digest())).toList());
        Optional<BlobDigest> known = joined(manifest, blobs);
        BlobDigest digest = known.isPresent()
                ? known.get()
                : remembered(known(parts, blobs), digest(joined, "joining the parts of " + name, progress));
        return new OllamaWeights(digest, joined.bytes(), joined::open);
    }

    /// The digest of what the parts of a split model were joined to; empty where they never were.
    ///
    /// @throws IOException if it cannot be read
    static Optional<BlobDigest> joined(ModelManifest manifest, BlobStore blobs) throws IOException {
        Path known = known(manifest.parts(Role.WEIGHTS), blobs);
        return Files.isRegularFile(known)
                ? Optional.of(BlobDigest.parse(Files.readString(known).strip()))
                : Optional.empty();
    }

    /// What they are joined to depends on their bytes and their order only.
    private static Path known(List<ModelManifest.Part> parts, BlobStore blobs) {
        String key =
                Digests.sha256(parts.stream().map(part -> part.digest().hex()).collect(Collectors.joining("\n")));
        return blobs.incoming("joined-" + key + ".known");
    }

    private static BlobDigest remembered(Path known, BlobDigest digest) throws IOException {
        Path next = known.resolveSibling(known.getFileName() + ".new");
        Files.writeString(next, digest + "\n");
        Files.move(next, known, StandardCopyOption.ATOMIC_MOVE);
        return digest;
    }

    private static BlobDigest digest(JoinedGguf joined, String what, Progress progress) throws IOException {
        MessageDigest digest = Digests.begun();
        try (InputStream in = joined.open()) {
            byte[] piece = new byte[PIECE];
            long done = 0;
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new ClosedByInterruptException();
                }
                digest.update(piece, 0, read);
                done += read;
                progress.at(what, done, joined.bytes());
            }
        }
        return new BlobDigest(Digests.sha256(digest));
    }
}
