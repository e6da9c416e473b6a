package io.aiplat.supply.blob;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Set;

/// The same bytes under a second name without a second place on the disk, where the file system can.
public final class FileLink {
    /// File systems that give a copy the blocks of its original. Java copies files in the way that has them do so.
    private static final Set<String> CLONING = Set.of("btrfs", "xfs", "bcachefs", "ocfs2", "apfs", "zfs", "refs");

    private FileLink() {}

    /// Gives a blob another name. Both are the same file, which nobody changes; where that cannot be, it is copied.
    ///
    /// @param target must not exist
    /// @throws IOException if it can be neither
    public static void toBlob(Path blob, Path target) throws IOException {
        try {
            Files.createLink(target, blob);
        } catch (IOException | UnsupportedOperationException _) {
            // It lies on another disk, or this one knows no links.
            Files.copy(blob, target, StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    /// Takes the bytes of a person's file. A copy that shares blocks is its own; a link is not, so whoever changes
    /// the file in place changes both, which `verify` notices.
    ///
    /// @param target must not exist
    /// @return whether it could; if not, there is nothing at `target`
    static boolean toForeign(Path file, Path target) throws IOException {
        Path folder = target.toAbsolutePath().getParent();
        if (folder == null || !Files.getFileStore(file).equals(Files.getFileStore(folder))) {
            return false;
        }
        Path original = file.toRealPath();
        String type = Files.getFileStore(original).type().toLowerCase(Locale.ROOT);
        if (CLONING.contains(type)) {
            Files.copy(original, target);
            return true;
        }
        try {
            Files.createLink(target, original);
            return true;
        } catch (IOException | UnsupportedOperationException _) {
            // The system lets nobody link files of others, or knows no links.
            return false;
        }
    }
}
