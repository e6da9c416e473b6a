package io.aiplat.library;

import io.aiplat.model.ApplianceException;
import java.io.IOException;
import java.nio.file.Path;

/// The stages that this JAR brings along: a base, components, and an overlay for each stage.
public final class StageFolders implements AutoCloseable {
    private final ClasspathFolder folder;

    private StageFolders(ClasspathFolder folder) {
        this.folder = folder;
    }

    /// Opens them.
    ///
    /// @throws ApplianceException LIBRARY_BROKEN if they are not there; a fault of the build
    public static StageFolders open() {
        try {
            return new StageFolders(ClasspathFolder.holding("stages", "README.md"));
        } catch (IOException e) {
            throw LibraryProblems.broken("stages", String.valueOf(e.getMessage()), e);
        }
    }

    /// All of it; valid until closed.
    public Path root() {
        return folder.path();
    }

    /// The overlay of a stage; valid until closed.
    ///
    /// @param number `1`, `2` or `3`
    public Path overlay(String number) {
        return root().resolve("overlays").resolve("stage" + number);
    }

    @Override
    public void close() {
        try {
            folder.close();
        } catch (IOException e) {
            throw LibraryProblems.broken("stages", String.valueOf(e.getMessage()), e);
        }
    }
}
