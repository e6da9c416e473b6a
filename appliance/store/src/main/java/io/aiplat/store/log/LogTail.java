package io.aiplat.store.log;

import io.aiplat.model.ApplianceException;
import io.aiplat.store.StoreProblems;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Reads a log while it is written, line by line and from its beginning. Follows it when it is moved aside and begun
/// anew, without losing what was written before.
public final class LogTail implements AutoCloseable {
    private static final int BLOCK = 64 * 1024;

    private final Path file;
    private final ByteArrayOutputStream unfinished = new ByteArrayOutputStream();
    private @Nullable Opened opened;

    /// The log, which need not exist yet.
    public LogTail(Path file) {
        this.file = file;
    }

    /// A file under the name it was opened by.
    ///
    /// @param key tells it from the next file of that name
    private record Opened(FileChannel channel, @Nullable Object key) {}

    /// The lines that were finished since the last call; the first call gives those that are there.
    ///
    /// @throws ApplianceException STORE_NOT_READ
    public List<String> next() {
        List<String> lines = new ArrayList<>();
        try {
            readOpened(lines);
            if (movedAside()) {
                // Its last lines were written between the two looks.
                readOpened(lines);
                close();
            }
            if (opened == null) {
                open();
                readOpened(lines);
            }
            return lines;
        } catch (IOException e) {
            throw new ApplianceException(StoreProblems.notRead(file, StoreProblems.reason(e)), e);
        }
    }

    private void open() throws IOException {
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
            opened = new Opened(channel, key());
        } catch (NoSuchFileException e) {
            // Nobody has written yet; it is looked for again at the next call.
            opened = null;
        }
    }

    private boolean movedAside() throws IOException {
        try {
            return opened != null && !Objects.equals(opened.key(), key());
        } catch (NoSuchFileException e) {
            // Moved aside, and the next one is not there yet.
            return true;
        }
    }

    private @Nullable Object key() throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    private void readOpened(List<String> lines) throws IOException {
        if (opened == null) {
            return;
        }
        ByteBuffer block = ByteBuffer.allocate(BLOCK);
        while (opened.channel().read(block) > 0) {
            block.flip();
            while (block.hasRemaining()) {
                take(block.get(), lines);
            }
            block.clear();
        }
    }

    private void take(byte b, List<String> lines) {
        if (b == '\n') {
            // Decoded leniently: a log may hold what a native library printed.
            lines.add(unfinished.toString(StandardCharsets.UTF_8));
            unfinished.reset();
        } else {
            unfinished.write(b);
        }
    }

    /// Lets go of the file.
    @Override
    public void close() throws IOException {
        if (opened != null) {
            opened.channel().close();
            opened = null;
        }
    }
}
