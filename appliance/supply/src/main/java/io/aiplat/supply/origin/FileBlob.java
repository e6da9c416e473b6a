package io.aiplat.supply.origin;

import io.aiplat.supply.blob.BlobDigest;
import io.aiplat.supply.source.LimitedStream;
import io.aiplat.supply.source.RemoteBlob;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/// Blob in a file of this machine. Its digest is not known before it is read.
public final class FileBlob implements RemoteBlob {
    private final Path file;
    private final long bytes;
    private final String version;

    /// Looks at a file.
    ///
    /// @throws IOException if it cannot be looked at or is no ordinary file
    FileBlob(Path file) throws IOException {
        BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
        if (!found.isRegularFile()) {
            // A pipe would be waited for, and a device never ends.
            throw new IOException(file + " is no ordinary file.");
        }
        this.file = file;
        bytes = found.size();
        version = version(file, found);
    }

    private static String version(Path file, BasicFileAttributes found) {
        return file.toAbsolutePath() + " " + found.size() + " " + found.lastModifiedTime() + " " + found.fileKey();
    }

    @Override
    public Path file() {
        return file;
    }

    @Override
    public @Nullable BlobDigest digest() {
        return null;
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public boolean hasRanges() {
        return true;
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public InputStream open(long from, long most) throws IOException {
        if (!version.equals(version(file, Files.readAttributes(file, BasicFileAttributes.class)))) {
            throw new IOException(file + " has changed meanwhile.");
        }
        SeekableByteChannel channel = Files.newByteChannel(file);
        channel.position(from);
        InputStream in = new BufferedInputStream(Channels.newInputStream(channel), 1 << 16);
        return most < 0 ? in : new LimitedStream(in, most);
    }
}
