package io.aiplat.store;

import io.aiplat.model.ApplianceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// A text file of a person's, outside of any home, that other programs change too.
///
/// @param path where it is or would be
public record SharedFile(Path path) {
    /// Its text; empty if there is no such file.
    ///
    /// @throws ApplianceException STORE_NOT_WRITTEN if it cannot be read
    public Optional<String> text() {
        try {
            return Files.exists(path) ? Optional.of(Files.readString(path)) : Optional.empty();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /// What was in it before [#changeAfterBackup]; empty if nothing was, or no copy is there.
    public Optional<String> backup() {
        return new SharedFile(copy()).text();
    }

    /// Replaces its text as a whole, readable by its owner only, and keeps the text before in a file beside it.
    ///
    /// @param change from the text before, which is empty where there was no file
    /// @throws ApplianceException STORE_NOT_WRITTEN, also if another program is changing it
    public void changeAfterBackup(UnaryOperator<String> change) {
        locked(before -> {
            Files.deleteIfExists(copy());
            if (before.isPresent()) {
                AtomicFile.write(copy(), bytes(before.get()));
            }
            AtomicFile.write(target(), bytes(change.apply(before.orElse(""))));
        });
    }

    /// Replaces its text as a whole, and deletes the file where nothing is left to write.
    ///
    /// @param change from the text before to the text after; an empty one deletes the file
    /// @throws ApplianceException STORE_NOT_WRITTEN, also if another program is changing it
    public void change(UnaryOperator<String> change) {
        locked(before -> {
            String after = change.apply(before.orElse(""));
            if (after.isEmpty()) {
                Files.deleteIfExists(target());
            } else if (!after.equals(before.orElse(""))) {
                AtomicFile.write(target(), bytes(after));
            }
        });
    }

    /// Deletes the copy of what was in it before.
    public void forgetBackup() {
        try {
            Files.deleteIfExists(copy());
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @FunctionalInterface
    private interface Work {
        void on(Optional<String> before) throws IOException;
    }

    /// Under the lock that kubectl takes as well: a file of that name, which only one can create.
    private void locked(Work work) {
        try {
            AtomicFile.makeFolder(path.resolveSibling("").toAbsolutePath());
            Path lock = path.resolveSibling(path.getFileName() + ".lock");
            Files.createFile(lock, AtomicFile.PRIVATE_FILE);
            try {
                work.on(text());
            } finally {
                Files.delete(lock);
            }
        } catch (FileAlreadyExistsException e) {
            throw new ApplianceException(
                    StoreProblems.notWritten(path, "another program is changing it and holds " + e.getFile()), e);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /// A link stays one: what it leads to is replaced.
    private Path target() throws IOException {
        return Files.exists(path) ? path.toRealPath() : path;
    }

    private Path copy() {
        return path.resolveSibling(path.getFileName() + ".before-aiplat");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private ApplianceException failed(IOException e) {
        return new ApplianceException(StoreProblems.notWritten(path, StoreProblems.reason(e)), e);
    }
}
