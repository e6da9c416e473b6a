package io.aiplat.cluster;

import io.aiplat.model.catalog.ImageReference;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// Image that comes from an archive and not from an engine, as a node takes it in.
///
/// @param image   as the node shall know it; null where the archive is of several, which have their names in it
/// @param digest  of its index or manifest, `sha256:…`; empty where it is of several
/// @param bytes   of the archive
/// @param content writes the archive, an OCI image layout or what `docker save` writes
public record ArchivedImage(@Nullable ImageReference image, String digest, long bytes, Content content) {
    /// Writes an archive.
    @FunctionalInterface
    public interface Content {
        /// Writes it. What turns out to be damaged ends it in the middle.
        ///
        /// @param written is told how many bytes of images were written at a time
        /// @throws io.aiplat.model.ApplianceException if it is damaged
        void write(OutputStream out, LongConsumer written) throws IOException;
    }

    /// For people.
    public String words() {
        return image == null ? "the system images" : image.nameAndTag();
    }
}
