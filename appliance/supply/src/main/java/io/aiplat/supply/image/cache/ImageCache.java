package io.aiplat.supply.image.cache;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.aiplat.model.Digests;
import io.aiplat.model.catalog.ImageReference;
import io.aiplat.supply.blob.BlobDigest;
import io.aiplat.supply.image.RegistryAccess;
import io.aiplat.supply.image.RegistryManifest;
import io.aiplat.supply.image.RegistryRefusal;
import io.aiplat.supply.source.RemoteBlob;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Cache of images: hands on what registries have, keeps it by digest, and has it without them from then on. Nothing is
/// fetched that nobody has asked for.
public final class ImageCache {
    private static final String TYPES = "types";
    private static final String SIZES = "sizes";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int BUFFER = 1 << 16;
    /// A connection that broke is made again where it was.
    private static final int TRIES = 5;

    private final KeptImages kept;
    private final RegistryAccess registries;
    private final long most;
    private final Map<BlobDigest, ReentrantLock> underWay = new ConcurrentHashMap<>();

    /// @param most bytes that are kept; what was not used for the longest time goes first
    public ImageCache(KeptImages kept, RegistryAccess registries, long most) {
        this.kept = kept;
        this.registries = registries;
        this.most = most;
    }

    /// Manifest or index.
    public static final class Manifest {
        private final BlobDigest digest;
        private final String mediaType;
        private final byte[] bytes;

        Manifest(BlobDigest digest, String mediaType, byte[] bytes) {
            this.digest = digest;
            this.mediaType = mediaType;
            this.bytes = bytes;
        }

        /// By which it is asked for.
        public BlobDigest digest() {
            return digest;
        }

        /// Of its content; empty where nobody has said.
        public String mediaType() {
            return mediaType;
        }

        /// As it was pushed, which its digest is of; not to be changed.
        public byte[] bytes() {
            return bytes;
        }
    }

    /// Takes a blob.
    @FunctionalInterface
    public interface Receiver {
        /// Where its bytes go.
        ///
        /// @param bytes how many; negative where that is not known
        OutputStream open(long bytes) throws IOException;
    }

    /// The manifest of a tag or digest. What a tag stands for is asked anew each time; where its registry does not
    /// answer, it is what it was.
    ///
    /// @param image     with the tag, where that is asked for
    /// @param reference a tag, or a digest with `sha256:`
    /// @throws RegistryRefusal if the registry has none
    public Manifest manifest(ImageReference image, String reference) throws IOException, InterruptedException {
        BlobDigest digest = reference.startsWith("sha256:") ? BlobDigest.parse(reference) : digest(image, reference);
        Optional<Path> there = kept.blob(digest);
        if (there.isPresent()) {
            return new Manifest(digest, kept.word(TYPES, digest).orElse(""), Files.readAllBytes(there.get()));
        }
        RegistryManifest found = registries.manifest(image, digest.toString());
        note(found.bytes());
        kept.note(TYPES, digest, found.mediaType());
        kept.keep(digest, found.bytes());
        kept.shrink(most, digest);
        return new Manifest(digest, found.mediaType(), found.bytes());
    }

    private BlobDigest digest(ImageReference image, String tag) throws IOException, InterruptedException {
        try {
            BlobDigest now = registries.digest(image, tag);
            kept.note(image, now);
            return now;
        } catch (RegistryRefusal e) {
            throw e;
        } catch (IOException e) {
            return kept.tag(image).orElseThrow(() -> e);
        }
    }

    /// Blobs are asked for without their size, and answered with it.
    private void note(byte[] manifest) throws IOException {
        JsonNode root = JSON.readTree(manifest);
        size(root.path("config"));
        for (JsonNode layer : root.path("layers")) {
            size(layer);
        }
    }

    private void size(JsonNode descriptor) throws IOException {
        String digest = descriptor.path("digest").asText();
        if (digest.startsWith("sha256:")) {
            kept.note(SIZES, BlobDigest.parse(digest), descriptor.path("size").asText());
        }
    }

    /// Hands on a blob, from here or from its registry; one at a time fetches it, and the others have it then. What
    /// comes from a registry is handed on while it comes, and whoever takes it compares it with the digest as well.
    ///
    /// @throws RegistryRefusal if the registry has none
    public void blob(ImageReference image, BlobDigest digest, Receiver to) throws IOException, InterruptedException {
        ReentrantLock lock = underWay.computeIfAbsent(digest, _ -> new ReentrantLock());
        Path there = kept.blob(digest).orElse(null);
        if (there == null) {
            lock.lockInterruptibly();
            try {
                there = kept.blob(digest).orElse(null);
                if (there == null) {
                    fetch(image, digest, to);
                    return;
                }
            } finally {
                lock.unlock();
                underWay.remove(digest, lock);
            }
        }
        try (OutputStream out = to.open(Files.size(there))) {
            Files.copy(there, out);
        }
    }

    private void fetch(ImageReference image, BlobDigest digest, Receiver to) throws IOException, InterruptedException {
        long bytes = Long.parseLong(kept.word(SIZES, digest).orElse("-1"));
        RemoteBlob blob = registries.blob(image, digest, bytes);
        Path incoming = kept.incoming();
        try {
            MessageDigest hash = Digests.begun();
            try (OutputStream file = Files.newOutputStream(incoming);
                    Taker taker = new Taker(to, bytes)) {
                transfer(blob, bytes, hash, file, taker);
                if (!HexFormat.of().formatHex(hash.digest()).equals(digest.hex())) {
                    taker.spoil();
                    throw new IOException("its registry has other bytes than those of the digest " + digest);
                }
            }
            kept.keep(digest, incoming);
            kept.shrink(most, digest);
        } finally {
            Files.deleteIfExists(incoming);
        }
    }

    private static void transfer(RemoteBlob blob, long bytes, MessageDigest hash, OutputStream file, Taker taker)
            throws IOException, InterruptedException {
        byte[] buffer = new byte[BUFFER];
        long at = 0;
        for (int tries = 1; ; tries++) {
            try (InputStream in = blob.open(at, -1)) {
                // Nothing is said to whoever asks before its registry has said yes.
                taker.begin();
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    hash.update(buffer, 0, read);
                    file.write(buffer, 0, read);
                    taker.write(buffer, read);
                    at += read;
                }
                if (bytes < 0 || at == bytes) {
                    return;
                }
                throw new IOException("the registry broke off after " + at + " of " + bytes + " bytes");
            } catch (IOException e) {
                if (e instanceof RegistryRefusal || tries == TRIES || at == 0 || !blob.hasRanges()) {
                    throw e;
                }
            }
        }
    }

    /// Who asked for a blob that is being fetched. One who goes away does not end the fetching.
    private static final class Taker implements AutoCloseable {
        private final Receiver to;
        private final long bytes;
        private @Nullable OutputStream out;
        private boolean gone;

        Taker(Receiver to, long bytes) {
            this.to = to;
            this.bytes = bytes;
        }

        void begin() {
            if (out == null && !gone) {
                try {
                    out = to.open(bytes);
                } catch (IOException _) {
                    gone = true;
                }
            }
        }

        void write(byte[] buffer, int length) {
            if (out != null && !gone) {
                try {
                    out.write(buffer, 0, length);
                } catch (IOException _) {
                    gone = true;
                }
            }
        }

        /// Its answer is not to look whole.
        void spoil() {
            gone = true;
        }

        @Override
        public void close() {
            if (out != null && !gone) {
                try {
                    out.close();
                } catch (IOException _) {
                    gone = true;
                }
            }
        }
    }
}
