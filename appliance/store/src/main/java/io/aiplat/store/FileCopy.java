package io.aiplat.store;

import io.aiplat.model.ApplianceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// A snapshot of a store that is one file, which is replaced as a whole whenever it changes: so it is whole at any
/// moment.
final class FileCopy {
    private FileCopy() {}

    /// Copies the file, if it is there.
    ///
    /// @throws ApplianceException STORE_NOT_COPIED
    static void of(Path file, Path folder) {
        try {
            AtomicFile.write(folder.resolve(file.getFileName()), Files.readAllBytes(file));
        } catch (NoSuchFileException _) {
            // There is nothing to copy, or it has just been deleted.
            return;
        } catch (IOException e) {
            throw new ApplianceException(StoreProblems.notCopied(file, folder, StoreProblems.reason(e)), e);
        }
    }
}
