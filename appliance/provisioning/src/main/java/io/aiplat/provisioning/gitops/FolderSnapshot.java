package io.aiplat.provisioning.gitops;

import io.aiplat.host.git.GitRepository;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Digests;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Copies a folder of a person's, so that what is digested is what is built. Links are left out, so nothing leads out
/// of it, and so is `.git`.
final class FolderSnapshot {
    private static final int MOST_FILES = 20_000;
    private static final long MOST_BYTES = 256L << 20;

    private final Path from;
    private final Path to;
    private final Map<String, String> digests = new TreeMap<>();
    private long bytes;

    private FolderSnapshot(Path from, Path to) {
        this.from = from;
        this.to = to;
    }

    /// Takes one.
    ///
    /// @param to is made anew; what it had is deleted
    /// @throws ApplianceException GITOPS_NO_FOLDER, GITOPS_TOO_LARGE
    static Snapshot take(Path folder, Path to) {
        if (!Files.isDirectory(folder)) {
            throw new ApplianceException(GitopsProblems.noFolder(folder.toString(), "There is no such folder."));
        }
        try {
            GitRepository.delete(to);
            FolderSnapshot snapshot = new FolderSnapshot(folder.toRealPath(), to);
            snapshot.copy();
            return new Snapshot("sha256:" + snapshot.digest(), to);
        } catch (IOException e) {
            throw new ApplianceException(
                    GitopsProblems.noFolder(folder.toString(), "The system says: " + e.getMessage() + "."), e);
        }
    }

    private void copy() throws IOException {
        Files.createDirectories(to);
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) throws IOException {
                if (String.valueOf(dir.getFileName()).equals(".git")) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(to.resolve(from.relativize(dir).toString()));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile()) {
                    take(file, attributes.size());
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException e) throws IOException {
                if (e != null) {
                    throw e;
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private void take(Path file, long size) throws IOException {
        bytes += size;
        if (digests.size() >= MOST_FILES || bytes > MOST_BYTES) {
            throw new ApplianceException(GitopsProblems.tooLarge(
                    from.toString(),
                    "It has more than " + MOST_FILES + " files or " + (MOST_BYTES >> 20) + " MiB, which is the most."));
        }
        String name = from.relativize(file).toString();
        Path copy = to.resolve(name);
        Files.copy(file, copy);
        digests.put(name, Digests.sha256(copy));
    }

    private String digest() {
        MessageDigest all = Digests.begun();
        digests.forEach((name, digest) -> all.update((name + "\0" + digest + "\0").getBytes(StandardCharsets.UTF_8)));
        return Digests.sha256(all);
    }
}
