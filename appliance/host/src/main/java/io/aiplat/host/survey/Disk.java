package io.aiplat.host.survey;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Room on a disk.
final class Disk {
    private Disk() {}

    /// Bytes this user may still write where the path is, or will be once it is made.
    static long freeBytes(Path path) {
        for (Path at = path.toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.exists(at)) {
                try {
                    return Files.getFileStore(at).getUsableSpace();
                } catch (IOException _) {
                    // A folder that cannot be measured lies in one that mostly can.
                }
            }
        }
        return 0;
    }
}
