package io.aiplat.supply.blob;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.Digests;
import io.aiplat.model.Progress;
import io.aiplat.supply.SupplyProblems;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Stream;

/// Content-addressed store: blobs of any kind under `blobs/sha256/`, each in a file named after its digest. A blob
/// that is there is whole: it is written and made durable elsewhere in the store (`incoming/`), and moved.
///
/// Files are never changed once they are there, so others may have hard links to them.
/// Several threads, and several processes, may use one store at once.
public final class BlobStore {
    private static final int PIECE = 1 << 20;

    private final Path blobs;
    private final Path incoming;
    private final Path kept;

    /// Opens a store, and makes it if there is none.
    ///
    /// @param folder of the store
    /// @throws ApplianceException if it cannot be made
    public BlobStore(Path folder) {
        blobs = folder.resolve("blobs").resolve("sha256");
        incoming = folder.resolve("incoming");
        kept = folder.resolve("kept");
        try {
            Files.createDirectories(blobs);
            Files.createDirectories(incoming);
        } catch (IOException e) {
            throw new ApplianceException(SupplyProblems.notStored("in " + folder, e.toString()), e);
        }
    }

    /// Where a blob is, if it is here.
    public Path path(BlobDigest digest) {
        return blobs.resolve(digest.hex());
    }

    /// Whether a blob is here.
    public boolean has(BlobDigest digest) {
        return Files.isRegularFile(path(digest));
    }

    /// How large a blob is; empty where it is not here.
    public OptionalLong bytes(BlobDigest digest) {
        try {
            return OptionalLong.of(Files.size(path(digest)));
        } catch (IOException _) {
            // What cannot be looked at is as good as not here.
            return OptionalLong.empty();
        }
    }

    /// All blobs that are here, sorted.
    ///
    /// @throws IOException if the store cannot be read
    public List<BlobDigest> digests() throws IOException {
        try (Stream<Path> files = Files.list(blobs)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("[0-9a-f]{64}"))
                    .sorted()
                    .map(BlobDigest::new)
                    .toList();
        }
    }

    /// Where what is on its way here may lie, until [#accept] takes it. What is left there goes on from there.
    ///
    /// @param key letters, digits, dots and hyphens
    public Path incoming(String key) {
        return incoming.resolve(key);
    }

    /// Stores what a stream has, and says what it was.
    ///
    /// @param what     in reports of progress
    /// @param bytes    how many there will be, for reports; 0 where that is not known
    /// @throws IOException if the stream breaks or the disk is full; nothing is kept then
    public BlobDigest put(InputStream in, String what, long bytes, Progress progress) throws IOException {
        Path file = Files.createTempFile(incoming, "put-", ".part");
        try {
            MessageDigest digest = Digests.begun();
            try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
                byte[] piece = new byte[PIECE];
                long done = 0;
                for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                    digest.update(piece, 0, read);
                    ByteBuffer rest = ByteBuffer.wrap(piece, 0, read);
                    while (rest.hasRemaining()) {
                        out.write(rest);
                    }
                    done += read;
                    progress.at(what, done, bytes);
                }
                out.force(true);
            }
            BlobDigest found = new BlobDigest(Digests.sha256(digest));
            accept(file, found);
            return found;
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /// Takes in a file of this machine, linked where the file system can, and copied where it cannot.
    ///
    /// @param what in reports of progress
    /// @throws IOException if it cannot be read or stored; nothing is kept then
    public BlobDigest take(Path file, String what, Progress progress) throws IOException {
        Path linked = incoming.resolve("put-" + UUID.randomUUID() + ".part");
        try {
            if (!FileLink.toForeign(file, linked)) {
                DiskRoom.require(incoming, what, Files.size(file));
                try (InputStream in = Files.newInputStream(file)) {
                    return put(in, "copying " + what, Files.size(file), progress);
                }
            }
            // What is read is what is kept, even where somebody exchanges the file meanwhile.
            BlobDigest found = digest(linked, "reading " + what, progress);
            if (!has(found)) {
                accept(linked, found);
            }
            return found;
        } finally {
            Files.deleteIfExists(linked);
        }
    }

    /// Makes a file of `incoming/` a blob. Its content has been digested and made durable by the caller.
    ///
    /// @throws IOException if it cannot be moved
    public void accept(Path file, BlobDigest digest) throws IOException {
        Files.move(file, path(digest), StandardCopyOption.ATOMIC_MOVE);
        makeDurable(blobs);
    }

    /// Whether the bytes of a blob are still those of its digest.
    ///
    /// @throws IOException if it is not here or cannot be read
    public boolean isIntact(BlobDigest digest, Progress progress) throws IOException {
        return digest(path(digest), "verifying", progress).equals(digest);
    }

    private static BlobDigest digest(Path file, String what, Progress progress) throws IOException {
        long bytes = Files.size(file);
        MessageDigest found = Digests.begun();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] piece = new byte[PIECE];
            long done = 0;
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new ClosedByInterruptException();
                }
                found.update(piece, 0, read);
                done += read;
                progress.at(what, done, bytes);
            }
        }
        return new BlobDigest(Digests.sha256(found));
    }

    /// Removes a blob; does nothing if it is not here. Hard links to it elsewhere keep their bytes.
    ///
    /// @throws IOException if it cannot be removed
    public void remove(BlobDigest digest) throws IOException {
        try {
            Files.delete(path(digest));
        } catch (NoSuchFileException _) {
            // Somebody else was quicker, or it never was here.
        }
    }

    /// Removes what lies half fetched and was not gone on with for long: nobody will, and it takes room.
    ///
    /// @param age of what is removed, at least
    /// @throws IOException if the store cannot be read
    public void removeLeftovers(Duration age) throws IOException {
        Instant latest = Instant.now().minus(age);
        try (Stream<Path> files = Files.list(incoming)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                boolean partial = name.endsWith(".part") || name.endsWith(".journal");
                if (partial && Files.getLastModifiedTime(file).toInstant().isBefore(latest)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /// Keeps blobs from being removed with the last model that has them: somebody else needs them too.
    ///
    /// @param owner   who, a word that can be a file's name; what it kept before is kept no more
    /// @param digests none for nothing any more
    /// @throws IOException if that cannot be written
    public void keep(String owner, Collection<BlobDigest> digests) throws IOException {
        Path file = kept.resolve(owner);
        if (digests.isEmpty()) {
            Files.deleteIfExists(file);
            return;
        }
        Files.createDirectories(kept);
        Path next = incoming.resolve("kept-" + UUID.randomUUID() + ".part");
        Files.write(next, digests.stream().sorted().map(BlobDigest::hex).toList());
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        makeDurable(kept);
    }

    /// Whether somebody keeps a blob. Where that cannot be read, somebody does.
    public boolean isKept(BlobDigest digest) {
        if (!Files.isDirectory(kept)) {
            return false;
        }
        try (Stream<Path> owners = Files.list(kept)) {
            for (Path owner : owners.toList()) {
                if (Files.readAllLines(owner).contains(digest.hex())) {
                    return true;
                }
            }
            return false;
        } catch (IOException _) {
            // Who cannot know leaves it.
            return true;
        }
    }

    /// A name in a folder is there after a loss of power only once the folder was written too.
    private static void makeDurable(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
