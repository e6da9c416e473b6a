package io.aiplat.supply.engine;

import io.aiplat.model.Digests;
import io.aiplat.model.Progress;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.jspecify.annotations.Nullable;

/// Writes the files of an engine package into a folder, from an archive or another folder, and digests them on the
/// way. Archives come from elsewhere, so nothing that is written leaves the folder: names stay below it, links lead
/// to what is in it and are made last, and files, bytes and kinds are limited.
final class EngineFiles {
    /// Bytes of all files; CUDA's libraries are the largest known, with 2 GB.
    private static final long MOST_BYTES = 8L << 30;

    private static final int MOST_FILES = 10_000;
    private static final int PIECE = 1 << 20;
    private static final int OWNER_RUNS = 0100;
    private static final int LONGEST_LINK = 4096;

    private final Path into;
    private final Progress progress;
    /// Path below the folder to what the content digest says of it; sorted, so that packing plays no part.
    private final Map<String, String> lines = new TreeMap<>();
    private final Map<Path, String> links = new TreeMap<>();
    /// Folder below `into` that all files go to, whatever folders an archive has; null for those that it has.
    private @Nullable Path beside;

    private long bytes;

    EngineFiles(Path into, Progress progress) {
        this.into = into.toAbsolutePath().normalize();
        this.progress = progress;
    }

    /// Bytes of all files so far.
    long bytes() {
        return bytes;
    }

    /// Digest of all that was written: kind, mode, bytes and path of each file.
    String digest() {
        return Digests.sha256(String.join("", lines.values()));
    }

    /// Takes all that is in a folder, or a single file, which then may be run.
    ///
    /// @throws IOException with a full sentence, if it cannot be taken
    void copy(Path from) throws IOException {
        if (Files.isRegularFile(from)) {
            try (InputStream in = Files.newInputStream(from)) {
                file(String.valueOf(from.getFileName()), true, in);
            }
            return;
        }
        try (var walk = Files.walk(from)) {
            for (Path path : (Iterable<Path>) walk.sorted()::iterator) {
                String name = from.relativize(path).toString();
                if (Files.isSymbolicLink(path)) {
                    link(name, Files.readSymbolicLink(path).toString());
                } else if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                    try (InputStream in = Files.newInputStream(path)) {
                        file(name, Files.isExecutable(path), in);
                    }
                } else if (!Files.isDirectory(path)) {
                    throw new IOException("It has something that is neither file, folder nor link: " + name + ".");
                }
            }
        }
        writeLinks();
    }

    /// Takes all that is in an archive: tar, tar.gz or zip, told by its first bytes.
    ///
    /// @throws IOException with a full sentence, if it cannot be taken
    void unpack(Path archive) throws IOException {
        byte[] begin;
        try (InputStream in = Files.newInputStream(archive)) {
            begin = in.readNBytes(512);
        }
        if (begin.length > 1 && begin[0] == 0x1f && begin[1] == (byte) 0x8b) {
            try (InputStream in = new BufferedInputStream(Files.newInputStream(archive), PIECE)) {
                untar(GzipCompressorInputStream.builder()
                        .setInputStream(in)
                        .setDecompressConcatenated(true)
                        .get());
            }
        } else if (begin.length > 3 && begin[0] == 'P' && begin[1] == 'K') {
            unzip(archive);
        } else if (TarArchiveInputStream.matches(begin, begin.length)) {
            try (InputStream in = new BufferedInputStream(Files.newInputStream(archive), PIECE)) {
                untar(in);
            }
        } else {
            throw new IOException("It is neither a folder nor an archive: a .tar.gz, a .tar or a .zip.");
        }
        writeLinks();
    }

    /// Takes the files of an archive of libraries, all into one folder: that of a program, which looks for them beside
    /// itself. What is there already stays.
    ///
    /// @param folder below the folder that is written to
    /// @throws IOException with a full sentence, if it cannot be taken
    void unpackBeside(Path archive, Path folder) throws IOException {
        beside = folder;
        try {
            unpack(archive);
        } finally {
            beside = null;
        }
    }

    private void untar(InputStream in) throws IOException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(in)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry.isSymbolicLink()) {
                    link(entry.getName(), entry.getLinkName());
                } else if (isSpecial(entry)) {
                    throw new IOException("It has something that is neither file, folder nor symbolic link: "
                            + entry.getName() + ".");
                } else if (!entry.isDirectory()) {
                    file(entry.getName(), (entry.getMode() & OWNER_RUNS) != 0, tar);
                }
            }
        }
    }

    /// To the library everything is a file that is no folder.
    private static boolean isSpecial(TarArchiveEntry entry) {
        return entry.isLink() || entry.isFIFO() || entry.isBlockDevice() || entry.isCharacterDevice();
    }

    private void unzip(Path archive) throws IOException {
        try (ZipFile zip = ZipFile.builder().setPath(archive).get()) {
            for (ZipArchiveEntry entry : Collections.list(zip.getEntriesInPhysicalOrder())) {
                if (entry.isUnixSymlink()) {
                    try (InputStream in = zip.getInputStream(entry)) {
                        link(entry.getName(), new String(in.readNBytes(LONGEST_LINK), StandardCharsets.UTF_8));
                    }
                } else if (!entry.isDirectory()) {
                    try (InputStream in = zip.getInputStream(entry)) {
                        // Not every program that makes archives knows modes; then all may be run.
                        int mode = entry.getUnixMode();
                        file(entry.getName(), mode == 0 || (mode & OWNER_RUNS) != 0, in);
                    }
                }
            }
        }
    }

    private void file(String name, boolean runs, InputStream in) throws IOException {
        Path file = below(name);
        if (isThereAlready(file)) {
            return;
        }
        Path parent = file.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        long size = 0;
        MessageDigest digest = Digests.begun();
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
            byte[] piece = new byte[PIECE];
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                size += read;
                bytes += read;
                if (bytes > MOST_BYTES) {
                    throw new IOException("It has more than " + (MOST_BYTES >> 30) + " GiB.");
                }
                digest.update(piece, 0, read);
                ByteBuffer rest = ByteBuffer.wrap(piece, 0, read);
                while (rest.hasRemaining()) {
                    out.write(rest);
                }
                progress.at("unpacking", bytes, 0);
            }
            out.force(true);
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(runs ? "rwx------" : "rw-------"));
        line(file, (runs ? "x " : "f ") + Digests.sha256(digest) + " " + size);
    }

    private void link(String name, String target) throws IOException {
        Path link = below(name);
        if (isThereAlready(link)) {
            return;
        }
        Path to = link.resolveSibling(target).normalize();
        if (target.isEmpty() || Path.of(target).isAbsolute() || !to.startsWith(into)) {
            throw new IOException("It has a link that leads out of it: " + name + " to " + target + ".");
        }
        links.put(link, target);
        line(link, "l " + target);
    }

    /// Made when all files are there, so that none is written through one.
    private void writeLinks() throws IOException {
        for (Map.Entry<Path, String> link : links.entrySet()) {
            Path parent = link.getKey().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.createSymbolicLink(link.getKey(), Path.of(link.getValue()));
        }
        Path root = into.toRealPath();
        for (Path link : links.keySet()) {
            // A link over another link may lead elsewhere than its own text says.
            if (!Files.exists(link) || !link.toRealPath().startsWith(root)) {
                throw new IOException("It has a link that leads out of it or nowhere: " + into.relativize(link) + ".");
            }
        }
        links.clear();
    }

    private void line(Path path, String says) throws IOException {
        String name = into.relativize(path).toString();
        if (lines.put(name, says + " " + name + "\n") != null) {
            throw new IOException("It has " + name + " twice.");
        }
        if (lines.size() > MOST_FILES) {
            throw new IOException("It has more than " + MOST_FILES + " files.");
        }
    }

    private boolean isThereAlready(Path path) {
        return beside != null && lines.containsKey(into.relativize(path).toString());
    }

    /// Where an entry goes.
    private Path below(String name) throws IOException {
        if (name.isEmpty() || name.indexOf('\0') >= 0 || name.indexOf('\n') >= 0 || name.startsWith("/")) {
            throw new IOException(
                    "It has a file with a name that is none: " + name.replaceAll("\\p{Cntrl}", "?") + ".");
        }
        Path path = into.resolve(name).normalize();
        for (Path part : Path.of(name)) {
            if (part.toString().equals("..")) {
                throw new IOException("It has a file that leads out of it: " + name + ".");
            }
        }
        if (!path.startsWith(into) || path.equals(into)) {
            throw new IOException("It has a file that leads out of it: " + name + ".");
        }
        return beside == null ? path : beside.resolve(String.valueOf(path.getFileName()));
    }
}
