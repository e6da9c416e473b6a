package io.aiplat.supply.archive.source;

import io.aiplat.model.Digests;
import io.aiplat.model.Progress;
import io.aiplat.supply.archive.ReadAhead;
import io.aiplat.supply.archive.manifest.ArchiveBlob;
import io.aiplat.supply.archive.manifest.ArchivePart;
import io.aiplat.supply.archive.manifest.PartKind;
import io.aiplat.supply.blob.BlobDigest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Parts that are made of files: models, engines, a Java runtime, k3s. They are read once to know their digests,
/// and again when they are written.
public final class FileParts {
    /// The note that names, with commas between them, the files of a part that are programs.
    public static final String PROGRAMS = "programs";

    static final String BYTES = "application/octet-stream";
    private static final int PIECE = 1 << 20;

    private final PartKind kind;
    private final String name;
    private final Map<String, String> notes = new TreeMap<>();
    private final List<ArchiveBlob> blobs = new ArrayList<>();
    private final Map<BlobDigest, BlobContent> contents = new HashMap<>();
    private final List<String> programs = new ArrayList<>();

    /// A part without files yet.
    public FileParts(PartKind kind, String name) {
        this.kind = kind;
        this.name = name;
    }

    /// Notes something of the part.
    public FileParts note(String key, String value) {
        notes.put(key, value);
        return this;
    }

    /// Adds a text.
    ///
    /// @param file name within the part
    public FileParts text(String file, String mediaType, byte[] bytes) {
        BlobDigest digest = new BlobDigest(Digests.sha256(bytes));
        blobs.add(new ArchiveBlob(digest, bytes.length, mediaType, file));
        contents.put(digest, () -> new ByteArrayInputStream(bytes));
        return this;
    }

    /// Adds a file. A link is followed: what it leads to is in the archive once all the same.
    ///
    /// @param file name within the part
    /// @throws IOException if it cannot be read
    public FileParts file(String file, Path path, Progress progress) throws IOException {
        long bytes = Files.size(path);
        MessageDigest digest = Digests.begun();
        long done = 0;
        try (InputStream in = Files.newInputStream(path);
                ReadAhead ahead = ReadAhead.of(in)) {
            byte[] piece = new byte[PIECE];
            for (int read = ahead.read(piece); read >= 0; read = ahead.read(piece)) {
                digest.update(piece, 0, read);
                done += read;
                progress.at("reading " + name, done, bytes);
            }
        }
        return file(file, path, new BlobDigest(Digests.sha256(digest)), done);
    }

    /// Adds a file whose digest is known.
    ///
    /// @param file name within the part
    public FileParts file(String file, Path path, BlobDigest digest, long bytes) {
        blobs.add(new ArchiveBlob(digest, bytes, BYTES, file));
        contents.putIfAbsent(digest, () -> Files.newInputStream(path));
        if (Files.isExecutable(path)) {
            programs.add(file);
        }
        return this;
    }

    /// Adds bytes that are elsewhere.
    ///
    /// @param file name within the part
    FileParts content(String file, BlobDigest digest, long bytes, BlobContent content) {
        blobs.add(new ArchiveBlob(digest, bytes, BYTES, file));
        contents.putIfAbsent(digest, content);
        return this;
    }

    /// Adds all files of a folder, sorted by name, those in folders within it too. Names with a dot before them
    /// are left out, for they are on their way.
    ///
    /// @param without names that are left out too
    /// @throws IOException if it cannot be read
    public FileParts folder(Path folder, Set<String> without, Progress progress) throws IOException {
        Map<String, Path> files = new LinkedHashMap<>();
        try (Stream<Path> walk = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            walk.filter(Files::isRegularFile)
                    .filter(file -> !String.valueOf(file.getFileName()).startsWith("."))
                    .filter(file -> !without.contains(String.valueOf(file.getFileName())))
                    .sorted()
                    .forEach(file -> files.put(folder.relativize(file).toString(), file));
        }
        for (Map.Entry<String, Path> file : files.entrySet()) {
            boolean isThere = blobs.stream().anyMatch(blob -> file.getKey().equals(blob.file()));
            if (!isThere) {
                file(file.getKey(), file.getValue(), progress);
            }
        }
        return this;
    }

    /// The part.
    ///
    /// @param platforms it is for
    /// @throws IllegalArgumentException if it has no files
    public PartSource part(List<String> platforms) {
        if (!programs.isEmpty()) {
            note(PROGRAMS, String.join(",", programs));
        }
        ArchiveBlob first = blobs.isEmpty() ? null : blobs.getFirst();
        if (first == null) {
            throw new IllegalArgumentException(kind.word() + " " + name + " has no files");
        }
        return new PartSource(
                new ArchivePart(kind, name, name + "@" + first.digest(), first.mediaType(), platforms, notes, blobs),
                contents);
    }
}
