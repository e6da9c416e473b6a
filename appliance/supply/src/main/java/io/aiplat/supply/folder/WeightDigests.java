package io.aiplat.supply.folder;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.Digests;
import io.aiplat.model.Progress;
import io.aiplat.supply.gguf.GgufProblems;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Digests of weights, each computed once as long as its file stays as it is.
final class WeightDigests {
    private static final int PIECE = 1 << 20;

    private final Map<Path, Known> known = new ConcurrentHashMap<>();

    private record Known(FileTime modified, long bytes, String digest) {}

    /// The digest of a model's first file, with its algorithm.
    ///
    /// @throws ApplianceException MODELS_FILE_UNREADABLE
    String of(GgufModel model, Progress progress) {
        Path file = model.file();
        try {
            FileTime modified = Files.getLastModifiedTime(file);
            long bytes = Files.size(file);
            Known before = known.get(file);
            if (before != null && before.modified.equals(modified) && before.bytes == bytes) {
                return before.digest;
            }
            String digest = "sha256:" + read(file, bytes, progress);
            known.put(file, new Known(modified, bytes, digest));
            return digest;
        } catch (IOException e) {
            throw new ApplianceException(GgufProblems.fileUnreadable(file.toString(), e.toString()), e);
        }
    }

    private static String read(Path file, long bytes, Progress progress) throws IOException {
        MessageDigest digest = Digests.begun();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] piece = new byte[PIECE];
            long done = 0;
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new IOException("it was interrupted");
                }
                digest.update(piece, 0, read);
                done += read;
                progress.at("reading " + file.getFileName(), done, bytes);
            }
        }
        return Digests.sha256(digest);
    }
}
