package io.aiplat.store.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// Moves a full file aside: `x` becomes `x.1`, `x.1` becomes `x.2`, and the oldest is dropped.
final class Rotation {
    private Rotation() {}

    /// The name of a file that was moved aside.
    ///
    /// @param age 1 for the youngest
    static Path older(Path file, int age) {
        return file.resolveSibling(file.getFileName() + "." + age);
    }

    /// Moves it aside.
    ///
    /// @param kept how many older files there may be, at least 1
    static void rotate(Path file, int kept) throws IOException {
        for (int age = kept; age > 1; age--) {
            if (Files.exists(older(file, age - 1))) {
                Files.move(older(file, age - 1), older(file, age), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Files.move(file, older(file, 1), StandardCopyOption.REPLACE_EXISTING);
    }
}
