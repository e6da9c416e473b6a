package io.aiplat.store;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/// Deletes trees without following links.
final class Deletion extends SimpleFileVisitor<Path> {
    private final Path root;
    private final Path spared;

    private Deletion(Path root, Path spared) {
        this.root = root;
        this.spared = spared;
    }

    /// Deletes everything in a folder, but neither the folder nor the file that is spared.
    static void allIn(Path root, Path spared) throws IOException {
        // A tree is walked without following links unless told otherwise.
        Files.walkFileTree(root, new Deletion(root, spared));
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        if (!file.equals(spared)) {
            Files.delete(file);
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
        if (failure != null) {
            throw failure;
        }
        if (!folder.equals(root)) {
            Files.delete(folder);
        }
        return FileVisitResult.CONTINUE;
    }
}
