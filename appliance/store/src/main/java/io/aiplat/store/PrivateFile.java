package io.aiplat.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// A file outside of the home that may hold secrets.
public final class PrivateFile {
    private PrivateFile() {}

    /// Writes it whole or not at all, readable by its owner only. What was there before is replaced.
    public static void write(Path file, String text) throws IOException {
        AtomicFile.write(file, text.getBytes(StandardCharsets.UTF_8));
    }
}
