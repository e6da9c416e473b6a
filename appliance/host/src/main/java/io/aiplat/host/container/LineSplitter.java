package io.aiplat.host.container;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/// Cuts a stream of bytes into lines of text, however its pieces fall.
final class LineSplitter {
    private final Consumer<String> lines;
    private final ByteArrayOutputStream open = new ByteArrayOutputStream();

    LineSplitter(Consumer<String> lines) {
        this.lines = lines;
    }

    void add(byte[] piece) {
        for (byte b : piece) {
            if (b == '\n') {
                emit();
            } else {
                open.write(b);
            }
        }
    }

    void end() {
        if (open.size() > 0) {
            emit();
        }
    }

    private void emit() {
        String line = open.toString(StandardCharsets.UTF_8);
        open.reset();
        lines.accept(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
    }
}
