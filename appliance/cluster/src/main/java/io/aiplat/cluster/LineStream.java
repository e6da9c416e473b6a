package io.aiplat.cluster;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/// Hands on what is written to it, line by line.
final class LineStream extends OutputStream {
    private final Consumer<String> lines;
    private final ByteArrayOutputStream unfinished = new ByteArrayOutputStream();

    LineStream(Consumer<String> lines) {
        this.lines = lines;
    }

    @Override
    public void write(int b) {
        if (b == '\n') {
            lines.accept(unfinished.toString(StandardCharsets.UTF_8));
            unfinished.reset();
        } else {
            unfinished.write(b);
        }
    }
}
