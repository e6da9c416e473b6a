package io.aiplat.supply.archive;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.Problem;
import io.aiplat.supply.archive.manifest.ArchiveManifest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;

/// The first two entries of a bundle archive: its manifest, and who signed that.
///
/// @param signature is of the manifest, by a trusted key
record ArchiveHead(ArchiveManifest manifest, ArchiveSignature signature) {
    /// More than any archive needs: it is held in memory before its signature is known.
    private static final int MOST_MANIFEST = 16 << 20;
    private static final int MOST_SIGNATURE = 1 << 12;

    /// @throws ApplianceException as [ArchiveReader#open(Path, TrustedKeys)]
    static ArchiveHead read(ArchiveVolumes volumes, TrustedKeys trusted) {
        Path archive = volumes.archive();
        byte[] json = entry(volumes, 0, ArchiveLayout.MANIFEST, MOST_MANIFEST);
        long next = TarHeader.BLOCK + TarHeader.padded(json.length);
        byte[] signed = entry(volumes, next, ArchiveLayout.SIGNATURE, MOST_SIGNATURE);
        ArchiveSignature signature = signature(volumes, signed);
        if (!signature.isOf(json)) {
            throw refused(
                    volumes,
                    ArchiveProblems.signatureWrong(
                            archive, "The manifest was changed after it had been signed, or is damaged."));
        }
        VolumeList list = volumes.list();
        if (list != null && !list.signature().key().equals(signature.key())) {
            throw new ApplianceException(ArchiveProblems.signatureWrong(
                    archive, "The list of its volumes is signed by another key than the archive itself."));
        }
        if (!trusted.trusts(signature.key())) {
            throw new ApplianceException(
                    ArchiveProblems.signerUnknown(archive, signature.key().fingerprint()));
        }
        return new ArchiveHead(manifest(archive, json), signature);
    }

    private static ArchiveSignature signature(ArchiveVolumes volumes, byte[] json) {
        try {
            return ArchiveSignature.read(json);
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw refused(
                    volumes,
                    ArchiveProblems.signatureWrong(volumes.archive(), "The signature cannot be read: " + e + "."));
        }
    }

    private static ArchiveManifest manifest(Path archive, byte[] json) {
        try {
            int format = ArchiveManifest.format(json);
            if (format != ArchiveManifest.FORMAT) {
                throw new ApplianceException(ArchiveProblems.formatUnknown(archive, format));
            }
            return ArchiveManifest.read(json);
        } catch (IOException | IllegalArgumentException e) {
            throw new ApplianceException(ArchiveProblems.manifestBroken(archive, ArchiveProblems.reason(e)), e);
        }
    }

    /// Content of an entry of a size that only its header says.
    private static byte[] entry(ArchiveVolumes volumes, long from, String path, int most) {
        byte[] block = bytes(volumes, from, TarHeader.BLOCK, path);
        TarHeader.Entry header = TarHeader.read(block);
        if (header == null || !header.path().equals(path) || header.size() > most || header.type() != '0') {
            boolean isNone = from == 0 && !new String(block, StandardCharsets.US_ASCII).startsWith(path + "\0");
            throw refused(
                    volumes,
                    isNone
                            ? ArchiveProblems.noArchive(volumes.archive())
                            : ArchiveProblems.partDamaged(volumes.archive(), "header of " + path, "", from));
        }
        int size = (int) header.size();
        byte[] content = bytes(volumes, from + TarHeader.BLOCK, (int) TarHeader.padded(size), path);
        for (int i = size; i < content.length; i++) {
            if (content[i] != 0) {
                throw refused(
                        volumes,
                        ArchiveProblems.partDamaged(
                                volumes.archive(), "padding behind " + path, "", from + TarHeader.BLOCK + i));
            }
        }
        return Arrays.copyOf(content, size);
    }

    private static byte[] bytes(ArchiveVolumes volumes, long from, int count, String path) {
        try {
            ByteBuffer buffer = ByteBuffer.allocate(count);
            if (volumes.read(buffer, from) < count) {
                throw new ApplianceException(
                        from == 0 && volumes.bytes() < TarHeader.BLOCK
                                ? ArchiveProblems.noArchive(volumes.archive())
                                : ArchiveProblems.truncated(volumes.archive(), path, volumes.bytes()));
            }
            return buffer.array();
        } catch (IOException e) {
            throw new ApplianceException(ArchiveProblems.unreadable(volumes.archive(), ArchiveProblems.reason(e)), e);
        }
    }

    /// The volume to blame where there are several and the first is damaged, else what was found.
    private static ApplianceException refused(ArchiveVolumes volumes, Problem problem) {
        try {
            return volumes.damaged(0, 1)
                    .map(file -> new ApplianceException(ArchiveProblems.volumeDamaged(
                            file, "Its SHA-256 is not that of the list of volumes. In it: " + problem.what() + ".")))
                    .orElseGet(() -> new ApplianceException(problem));
        } catch (IOException e) {
            throw new ApplianceException(ArchiveProblems.unreadable(volumes.archive(), ArchiveProblems.reason(e)), e);
        }
    }
}
