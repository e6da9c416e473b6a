package io.aiplat.supply.archive;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.Digests;
import io.aiplat.model.Progress;
import io.aiplat.supply.archive.manifest.ArchiveBlob;
import io.aiplat.supply.archive.manifest.ArchiveManifest;
import io.aiplat.supply.blob.BlobDigest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.function.Predicate;

/// Reader of a bundle archive. What it has opened is signed by a trusted key, and what it gives out is checked
/// against the signed manifest: no byte of an archive is taken on faith. Several threads may call
/// [#open(BlobDigest)].
public final class ArchiveReader implements AutoCloseable {
    private final ArchiveVolumes volumes;
    private final ArchiveLayout layout;
    private final VerifyingKey signer;

    private ArchiveReader(ArchiveVolumes volumes, ArchiveLayout layout, VerifyingKey signer) {
        this.volumes = volumes;
        this.layout = layout;
        this.signer = signer;
    }

    /// What is done with a blob while an archive is read.
    @FunctionalInterface
    public interface BlobVisitor {
        /// Takes a blob. Reading the last byte fails with BUNDLE_PART_DAMAGED where its digest is wrong, so
        /// nothing that was made of it may be used before the stream has ended.
        ///
        /// @param in need not be read to its end, and must not be used later
        void visit(ArchiveBlob blob, InputStream in) throws IOException;
    }

    /// Opens an archive, reads its manifest, and checks who signed it. Nothing else is read yet.
    ///
    /// @param archive an archive; or of one in volumes the first volume, the list, or the name without `.001`
    /// @param trusted whose archives are taken
    /// @throws ApplianceException BUNDLE_UNREADABLE, BUNDLE_NO_ARCHIVE, BUNDLE_SIGNATURE_WRONG,
    ///     BUNDLE_SIGNER_UNKNOWN, BUNDLE_FORMAT_UNKNOWN, BUNDLE_MANIFEST_BROKEN, BUNDLE_TRUNCATED,
    ///     BUNDLE_PART_DAMAGED, and for volumes BUNDLE_VOLUME_MISSING, BUNDLE_VOLUME_DAMAGED
    public static ArchiveReader open(Path archive, TrustedKeys trusted) {
        ArchiveVolumes volumes = ArchiveVolumes.open(archive);
        try {
            ArchiveHead head = ArchiveHead.read(volumes, trusted);
            ArchiveLayout layout =
                    new ArchiveLayout(head.manifest(), head.signature().toJson());
            return new ArchiveReader(volumes, layout, head.signature().key());
        } catch (RuntimeException e) {
            volumes.close();
            throw e;
        }
    }

    /// What is in it.
    public ArchiveManifest manifest() {
        return layout.manifest();
    }

    /// Who signed it.
    public VerifyingKey signer() {
        return signer;
    }

    /// Bytes of the whole archive, in all its volumes.
    public long bytes() {
        return layout.bytes();
    }

    /// Digest of the manifest, by which this archive is told from any other: equal archives have equal ones.
    public BlobDigest digest() {
        return new BlobDigest(Digests.sha256(manifest().toJson()));
    }

    /// Reads all of it and checks every byte, before anything is unpacked.
    ///
    /// @throws ApplianceException naming what is wrong: BUNDLE_PART_DAMAGED, BUNDLE_PART_MISSING,
    ///     BUNDLE_PART_UNEXPECTED, BUNDLE_ORDER_CHANGED, BUNDLE_TRUNCATED, BUNDLE_TRAILING_BYTES,
    ///     BUNDLE_VOLUME_DAMAGED
    public void verify(Progress progress) {
        long total = manifest().bytes();
        long[] done = {0};
        try (ArchiveScan scan = new ArchiveScan(volumes, layout, read -> {
            done[0] += read;
            progress.at("verifying", done[0], total);
        })) {
            for (ArchiveLayout.Entry entry : layout.entries()) {
                requireGoingOn();
                scan.check(entry, null);
            }
            scan.checkEnd();
        }
    }

    /// Reads the blobs that are wanted, in the order of the archive, each once.
    ///
    /// @param wanted  what is not wanted is not read
    /// @param what    in reports of progress
    /// @throws ApplianceException as [#verify] for what was read, BUNDLE_UNREADABLE also where the visitor fails
    public void read(Predicate<ArchiveBlob> wanted, BlobVisitor visitor, String what, Progress progress) {
        long total = manifest().blobs().stream()
                .filter(wanted)
                .mapToLong(ArchiveBlob::bytes)
                .sum();
        long[] done = {0};
        try (ArchiveScan scan = new ArchiveScan(volumes, layout, read -> {
            done[0] += read;
            progress.at(what, done[0], total);
        })) {
            for (ArchiveLayout.Entry entry : layout.entries()) {
                if (entry.blob() != null && wanted.test(entry.blob())) {
                    requireGoingOn();
                    scan.check(entry, visitor);
                }
            }
        }
    }

    private static void requireGoingOn() {
        if (Thread.currentThread().isInterrupted()) {
            throw new ApplianceException(ArchiveProblems.stopped());
        }
    }

    /// Opens one blob, wherever it is. Reading it fails with BUNDLE_PART_DAMAGED, at its last byte at the latest, where
    /// its digest is wrong.
    ///
    /// @throws IllegalArgumentException if the manifest has no such blob
    /// @throws ApplianceException       if something else is where it should begin
    public InputStream open(BlobDigest digest) {
        ArchiveLayout.Entry entry = layout.entry(digest);
        if (entry == null || entry.blob() == null) {
            throw new IllegalArgumentException("the manifest has no blob " + digest);
        }
        ArchiveScan scan = new ArchiveScan(volumes, layout, _ -> {});
        try {
            // Digested in a thread of its own, while whoever reads does something with it.
            ReadAhead checked = ReadAhead.of(scan.open(entry, entry.blob()));
            return new FilterInputStream(checked) {
                @Override
                public void close() {
                    checked.close();
                    scan.close();
                }
            };
        } catch (RuntimeException e) {
            scan.close();
            throw e;
        }
    }

    @Override
    public void close() {
        volumes.close();
    }
}
