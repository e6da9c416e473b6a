package io.aiplat.store.log;

import io.aiplat.store.AtomicFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/// Appends to a file and moves it aside when it is full.
final class RotatingLog extends OutputStream {
    private final Path file;
    private final long maxBytes;
    private final int kept;
    private OutputStream out;
    private long size;
    private boolean betweenLines;

    RotatingLog(Path file, long maxBytes, int kept) throws IOException {
        this.file = file;
        this.maxBytes = maxBytes;
        this.kept = kept;
        FileChannel channel = channel(file);
        this.size = channel.size();
        this.out = Channels.newOutputStream(channel);
        this.betweenLines = true;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return;
        }
        // Twice the size is the end of patience with a line that does not end.
        if (size >= maxBytes && (betweenLines || size >= 2 * maxBytes)) {
            rotate();
        }
        out.write(bytes, offset, length);
        size += length;
        betweenLines = bytes[offset + length - 1] == '\n';
    }

    @Override
    public synchronized void close() throws IOException {
        out.close();
    }

    private void rotate() throws IOException {
        out.close();
        Rotation.rotate(file, kept);
        out = Channels.newOutputStream(channel(file));
        size = 0;
    }

    private static FileChannel channel(Path file) throws IOException {
        return FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND), AtomicFile.PRIVATE_FILE);
    }
}
