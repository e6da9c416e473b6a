package io.aiplat.governance.store;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;

/// Where the driver of SQLite unpacks its native library. Left to itself it uses `/tmp`, which some machines mount
/// without the right to execute, and where a process that is killed leaves it for good.
final class NativeLibrary {
    /// What is older was loaded by its process, or never will be.
    private static final Duration IN_USE = Duration.ofMinutes(1);

    private static final String FOLDER = "org.sqlite.tmpdir";

    private NativeLibrary() {}

    /// Says so to the driver, which reads it when it is first used, and removes what earlier processes have left.
    ///
    /// @throws IOException if the folder cannot be made
    static void unpackInto(Path folder) throws IOException {
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Instant before = Instant.now().minus(IN_USE);
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder)) {
            for (Path file : left) {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
                    Files.deleteIfExists(file);
                }
            }
        }
        System.setProperty(FOLDER, folder.toString());
    }

    /// Whether the driver was told where.
    static boolean isUnpacked() {
        return System.getProperty(FOLDER) != null;
    }
}
