package io.aiplat.supply.engine;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/// Archives as releases of llama.cpp are, with programs that are scripts, and such as nobody should open.
final class EngineArchives {
    /// Says what a release says.
    static final String PROGRAM = """
            #!/bin/sh
            echo 'version: 6840 (abcdef0)'
            """;

    private EngineArchives() {}

    /// Adds entries.
    @FunctionalInterface
    interface Entries {
        void to(TarArchiveOutputStream tar) throws IOException;
    }

    static Path tarGz(Path file, Entries entries) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file));
                TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
            entries.to(tar);
        }
        return file;
    }

    /// A folder, in it the program, a library under the name with its version, and a link to that.
    static void release(TarArchiveOutputStream tar) throws IOException {
        file(tar, "llama-b6840/llama-server", PROGRAM, 0755);
        file(tar, "llama-b6840/libggml.so.0.9", "library", 0755);
        link(tar, "llama-b6840/libggml.so", "libggml.so.0.9");
    }

    static void file(TarArchiveOutputStream tar, String name, String content, int mode) throws IOException {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        // The constructor with a name alone would take leading strokes away.
        TarArchiveEntry entry = new TarArchiveEntry(name, true);
        entry.setSize(bytes.length);
        entry.setMode(mode);
        tar.putArchiveEntry(entry);
        tar.write(bytes);
        tar.closeArchiveEntry();
    }

    static void link(TarArchiveOutputStream tar, String name, String target) throws IOException {
        special(tar, name, target, TarConstants.LF_SYMLINK);
    }

    static void special(TarArchiveOutputStream tar, String name, String target, byte kind) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, kind);
        entry.setLinkName(target);
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
    }
}
