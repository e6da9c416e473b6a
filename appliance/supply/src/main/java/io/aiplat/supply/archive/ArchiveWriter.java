package io.aiplat.supply.archive;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.Progress;
import io.aiplat.supply.archive.manifest.ArchiveBlob;
import io.aiplat.supply.archive.manifest.ArchiveManifest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongConsumer;

/// Writes a bundle archive. The same manifest, blobs and key give the same bytes. Each blob is streamed from its
/// source and checked on the way; memory stays flat.
public final class ArchiveWriter {
    private static final int PIECE = 1 << 20;

    private final ArchiveManifest manifest;
    private final SigningKey key;
    private final ArchiveLayout layout;
    private final BlobOpener blobs;

    /// Where the bytes of a blob come from.
    @FunctionalInterface
    public interface BlobOpener {
        /// Opens a blob at its first byte. Those of one archive are opened one after the other.
        ///
        /// @throws IOException if it cannot be had; the archive is not written then, and can be gone on with
        InputStream open(ArchiveBlob blob) throws IOException, InterruptedException;
    }

    /// A writer of one archive.
    public ArchiveWriter(ArchiveManifest manifest, SigningKey key, BlobOpener blobs) {
        this.manifest = manifest;
        this.key = key;
        this.blobs = blobs;
        layout = new ArchiveLayout(
                manifest, ArchiveSignature.sign(manifest.toJson(), key).toJson());
    }

    /// Bytes that the archive will have, in all its volumes.
    public long bytes() {
        return layout.bytes();
    }

    /// Writes the archive beside its place and moves it there when it is whole. Where an earlier run was
    /// interrupted, this one goes on behind the last entry that is whole, if it would write the same.
    ///
    /// @param target      is replaced; with volumes the name before `.001`
    /// @param volumeBytes how large a volume may be, at least 1024; 0 for one file
    /// @throws ApplianceException BUNDLE_DISK_SHORT, BUNDLE_NOT_WRITTEN, BUNDLE_SOURCE_CHANGED if a blob is not
    ///     what the manifest says, BUNDLE_STOPPED if the thread is interrupted, and what sources throw
    public void write(Path target, long volumeBytes, Progress progress) {
        try (ArchiveOutput out = new ArchiveOutput(target, volumeBytes)) {
            long kept = kept(target, out.left(), progress);
            requireRoom(target, out.left());
            out.begin(kept);
            long total = manifest.bytes();
            long[] done = {0};
            for (ArchiveLayout.Entry entry : layout.entries()) {
                if (entry.to() > kept) {
                    write(entry, out, read -> {
                        done[0] += read;
                        progress.at("writing " + target.getFileName(), done[0], total);
                    });
                } else if (entry.blob() != null) {
                    done[0] += entry.size();
                }
            }
            out.write(new byte[TarHeader.END], 0, TarHeader.END);
            out.finish(key);
        } catch (IOException e) {
            throw new ApplianceException(ArchiveProblems.notWritten(target, ArchiveProblems.reason(e)), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApplianceException(ArchiveProblems.stopped(), e);
        }
    }

    /// How much of what an interrupted run has left is right.
    private long kept(Path target, List<Path> left, Progress progress) {
        if (left.isEmpty()) {
            return 0;
        }
        long kept = 0;
        long[] done = {0};
        try (ArchiveVolumes volumes = ArchiveVolumes.open(target, left, null);
                ArchiveScan scan = new ArchiveScan(volumes, layout, read -> {
                    done[0] += read;
                    progress.at("checking what is there", done[0], volumes.bytes());
                })) {
            for (ArchiveLayout.Entry entry : layout.entries()) {
                scan.check(entry, null);
                kept = entry.to();
            }
        } catch (ApplianceException _) {
            // Up to here it is right, and from here on it is written anew.
        }
        return kept;
    }

    private void requireRoom(Path target, List<Path> left) throws IOException {
        long needed = layout.bytes();
        for (Path file : left) {
            needed -= Files.size(file);
        }
        long free = Files.getFileStore(target.toAbsolutePath().getParent()).getUsableSpace();
        if (needed > free) {
            throw new ApplianceException(ArchiveProblems.diskShort(target, needed, free));
        }
    }

    private void write(ArchiveLayout.Entry entry, ArchiveOutput out, LongConsumer read)
            throws IOException, InterruptedException {
        out.write(entry.header(), 0, entry.header().length);
        byte[] content = entry.content();
        ArchiveBlob blob = entry.blob();
        if (content != null) {
            out.write(content, 0, content.length);
        } else if (blob != null) {
            copy(blob, out, read);
        }
        out.write(new byte[TarHeader.BLOCK], 0, entry.padding());
    }

    private void copy(ArchiveBlob blob, ArchiveOutput out, LongConsumer read) throws IOException, InterruptedException {
        String part = String.join(", ", manifest.users(blob.digest()));
        try (InputStream in = blobs.open(blob);
                ReadAhead ahead = ReadAhead.of(in);
                // Digested in a thread of its own, while this one writes.
                ReadAhead checked =
                        ReadAhead.of(new BlobInput(ahead, blob, found -> changed(part, blob, found), read))) {
            byte[] piece = new byte[PIECE];
            for (int count = checked.read(piece); count >= 0; count = checked.read(piece)) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                out.write(piece, 0, count);
            }
            if (ahead.read() >= 0) {
                throw changed(part, blob, "more bytes");
            }
        }
    }

    private static ApplianceException changed(String part, ArchiveBlob blob, String found) {
        return new ApplianceException(ArchiveProblems.sourceChanged(
                part,
                "There should be " + blob.bytes() + " bytes with the digest " + blob.digest()
                        + (found.isEmpty() ? ", and there were less." : ", and there was: " + found + ".")));
    }
}
