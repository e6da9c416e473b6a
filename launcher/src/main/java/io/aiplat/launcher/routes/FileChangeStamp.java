package io.aiplat.launcher.routes;

import io.aiplat.model.Digests;
import io.aiplat.model.TextFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Change detection of a file: its times, size and identity, and a digest of its contents where times cannot tell,
/// because the file changed so lately that another change may have got the same times (git calls it "racily
/// clean").
///
/// @param stamp  times, size and identity; what is wrong where there is no file that could be read
/// @param digest of the contents; empty where there are none
/// @param sure   whether a further change would show in the stamp
record FileChangeStamp(String stamp, String digest, boolean sure) {
    /// Coarser clocks of file systems are rare.
    private static final Duration GRAIN = Duration.ofSeconds(2);

    /// Looks.
    ///
    /// @param before the look before; null for none
    static FileChangeStamp at(Path file, @Nullable FileChangeStamp before) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            FileTime changed = changed(file, attributes);
            String stamp = attributes.lastModifiedTime() + " " + changed + " " + attributes.size() + " "
                    + attributes.fileKey();
            Instant settled = Instant.now().minus(GRAIN);
            boolean sure = changed.toInstant().isBefore(settled)
                    && attributes.lastModifiedTime().toInstant().isBefore(settled);
            if (before != null && before.sure && before.stamp.equals(stamp)) {
                return before;
            }
            return new FileChangeStamp(stamp, Digests.sha256(TextFile.bytes(file, TextFile.MOST_BYTES)), sure);
        } catch (IOException e) {
            // It is not there, an editor is replacing it, or it is none that can be read: whoever reads it says which.
            return new FileChangeStamp(e.getClass().getSimpleName(), "", false);
        }
    }

    /// Whether nothing has changed since another look.
    boolean sameAs(@Nullable FileChangeStamp other) {
        return other != null && digest.equals(other.digest) && stamp.equals(other.stamp);
    }

    /// When anything of the file changed last, which nobody can set; where the system does not know, when its
    /// contents did.
    private static FileTime changed(Path file, BasicFileAttributes attributes) throws IOException {
        return file.getFileSystem().supportedFileAttributeViews().contains("unix")
                ? (FileTime) Files.getAttribute(file, "unix:ctime")
                : attributes.lastModifiedTime();
    }
}
