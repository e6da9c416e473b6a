package io.aiplat.supply.image.build;

import io.aiplat.model.Digests;
import io.aiplat.supply.archive.manifest.ArchiveBlob;
import io.aiplat.supply.blob.BlobDigest;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/// Layer of an image: a tar in one spelling, so that the same files give the same digest. It is not compressed, for
/// what is in it is; so the digest is also that of its content, and depends on no library that compresses.
///
/// @param file   of the tar
/// @param digest of its bytes
/// @param bytes  how many there are
/// @param story  what made it, for the history of the image
record ImageLayer(Path file, BlobDigest digest, long bytes, String story) {
    /// What registries and engines call it
    /// ([OCI](https://github.com/opencontainers/image-spec/blob/main/layer.md)).
    private static final String TAR = "application/vnd.oci.image.layer.v1.tar";

    /// The folder of the JARs.
    private static final String APP = "app/";

    /// A layer with one JAR.
    ///
    /// @param jar  of this machine
    /// @param name in the folder of the JARs
    /// @param home whether the home of aiplat is in it, too
    static ImageLayer of(Path file, Path jar, String name, boolean home) throws IOException {
        MessageDigest digest = Digests.begun();
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
                TarArchiveOutputStream tar = new TarArchiveOutputStream(new DigestOutputStream(out, digest))) {
            put(tar, folder(APP, 0755, 0));
            TarArchiveEntry entry = at(new TarArchiveEntry(APP + name), 0644, 0);
            entry.setSize(Files.size(jar));
            tar.putArchiveEntry(entry);
            try (InputStream in = Files.newInputStream(jar)) {
                in.transferTo(tar);
            }
            tar.closeArchiveEntry();
            if (home) {
                put(tar, folder(ImageRecipe.HOME.substring(1) + "/", 0750, ImageRecipe.USER));
            }
        }
        return new ImageLayer(
                file, new BlobDigest(Digests.sha256(digest)), Files.size(file), "aiplat image build: /" + APP + name);
    }

    private static TarArchiveEntry folder(String name, int mode, int owner) {
        return at(new TarArchiveEntry(name), mode, owner);
    }

    private static TarArchiveEntry at(TarArchiveEntry entry, int mode, int owner) {
        entry.setMode((entry.isDirectory() ? 040000 : 0100000) | mode);
        entry.setIds(owner, owner);
        entry.setNames("", "");
        entry.setModTime(FileTime.fromMillis(0));
        return entry;
    }

    private static void put(TarArchiveOutputStream tar, TarArchiveEntry folder) throws IOException {
        tar.putArchiveEntry(folder);
        tar.closeArchiveEntry();
    }

    /// As a manifest lists it.
    ArchiveBlob blob() {
        return new ArchiveBlob(digest, bytes, TAR);
    }
}
