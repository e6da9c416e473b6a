package io.aiplat.supply.image.cache;

import io.aiplat.model.catalog.ImageReference;
import io.aiplat.supply.blob.BlobDigest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Images that are kept in a folder: blobs and manifests by digest, and for each tag the digest it stood for last. What
/// a file is called is what its bytes are, so nothing in it is ever changed; when it was last used is its time.
public final class KeptImages {
    private final Path folder;
    private final InstantSource clock;

    /// @param folder of nobody else; may not exist yet
    public KeptImages(Path folder, InstantSource clock) {
        this.folder = folder;
        this.clock = clock;
    }

    /// What is kept of a tag.
    ///
    /// @param image  with its registry
    /// @param digest that it stood for when it was last asked for
    /// @param used   when that was
    public record Tag(String image, String digest, Instant used) {}

    /// The file of a blob, which is used now; empty where it is not kept.
    Optional<Path> blob(BlobDigest digest) throws IOException {
        Path file = file("blobs", digest);
        try {
            Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
            return Optional.of(file);
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    private Path file(String kind, BlobDigest digest) {
        return folder.resolve(kind).resolve(digest.hex());
    }

    /// A new file for bytes that are on their way; [#keep] or its deletion ends it.
    Path incoming() throws IOException {
        return Files.createTempFile(Files.createDirectories(folder.resolve("incoming")), "blob", "");
    }

    /// Keeps a file whose bytes were compared with the digest.
    void keep(BlobDigest digest, Path incoming) throws IOException {
        Files.createDirectories(folder.resolve("blobs"));
        Files.move(incoming, file("blobs", digest), StandardCopyOption.ATOMIC_MOVE);
    }

    void keep(BlobDigest digest, byte[] bytes) throws IOException {
        Path incoming = incoming();
        Files.write(incoming, bytes);
        keep(digest, incoming);
    }

    /// A word that is known of a blob: the media type of a manifest, the size of a layer.
    Optional<String> word(String kind, BlobDigest digest) throws IOException {
        return text(file(kind, digest));
    }

    void note(String kind, BlobDigest digest, String word) throws IOException {
        write(file(kind, digest), word);
    }

    /// The digest that a tag stood for when it was last asked for.
    Optional<BlobDigest> tag(ImageReference image) throws IOException {
        return text(tagFile(image)).map(BlobDigest::parse);
    }

    void note(ImageReference image, BlobDigest digest) throws IOException {
        write(tagFile(image), digest.toString());
    }

    private Path tagFile(ImageReference image) {
        String name = image.canonical();
        int colon = name.lastIndexOf(':');
        // A name of an image has no part that leads out of a folder, and none that begins with an underscore.
        return folder.resolve("tags").resolve(name.substring(0, colon)).resolve("_" + name.substring(colon + 1));
    }

    private static Optional<String> text(Path file) throws IOException {
        try {
            return Optional.of(Files.readString(file));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    private void write(Path file, String text) throws IOException {
        Path incoming = incoming();
        Files.write(incoming, text.getBytes(StandardCharsets.UTF_8));
        Files.createDirectories(file.getParent());
        Files.move(incoming, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /// All tags whose manifest is kept, by name.
    public List<Tag> tags() throws IOException {
        Path root = folder.resolve("tags");
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        List<Tag> tags = new ArrayList<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                BlobDigest digest = BlobDigest.parse(Files.readString(file));
                Path manifest = file("blobs", digest);
                if (Files.exists(manifest)) {
                    tags.add(new Tag(
                            root.relativize(file.getParent()) + ":"
                                    + file.getFileName().toString().substring(1),
                            digest.toString(),
                            Files.getLastModifiedTime(manifest).toInstant()));
                }
            }
        }
        return tags;
    }

    /// Bytes of all blobs.
    public long bytes() throws IOException {
        long sum = 0;
        for (Blob blob : blobs()) {
            sum += blob.bytes;
        }
        return sum;
    }

    private record Blob(Path file, long bytes, Instant used) {}

    private List<Blob> blobs() throws IOException {
        Path root = folder.resolve("blobs");
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        List<Blob> blobs = new ArrayList<>();
        try (Stream<Path> files = Files.list(root)) {
            for (Path file : files.toList()) {
                blobs.add(new Blob(
                        file, Files.size(file), Files.getLastModifiedTime(file).toInstant()));
            }
        }
        return blobs;
    }

    /// Removes what was not used for the longest time until the rest is no more than `most` bytes. Who reads a file
    /// that goes reads on to its end.
    ///
    /// @param spared that stays in any case; null for none
    void shrink(long most, @Nullable BlobDigest spared) throws IOException {
        List<Blob> blobs = new ArrayList<>(blobs());
        blobs.sort(Comparator.comparing(Blob::used));
        long sum = blobs.stream().mapToLong(Blob::bytes).sum();
        for (Blob blob : blobs) {
            if (sum <= most) {
                return;
            }
            if (spared == null || !blob.file.getFileName().toString().equals(spared.hex())) {
                Files.deleteIfExists(blob.file);
                sum -= blob.bytes;
            }
        }
    }
}
