package io.aiplat.cluster.node;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/// Reads what is appended to a file from now on.
record LogFollower(Path file) {
    private static final long PAUSE_MILLIS = 200;

    /// Hands each whole line on until this thread is interrupted.
    void follow(Consumer<String> lines) {
        try (InputStream in = Files.newInputStream(file)) {
            in.skipNBytes(Files.size(file));
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            while (!Thread.currentThread().isInterrupted()) {
                byte[] block = in.readNBytes(8192);
                for (byte b : block) {
                    if (b == '\n') {
                        lines.accept(line.toString(StandardCharsets.UTF_8));
                        line.reset();
                    } else {
                        line.write(b);
                    }
                }
                if (block.length == 0) {
                    Thread.sleep(PAUSE_MILLIS);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
