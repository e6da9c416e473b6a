package io.aiplat.store;

import com.fasterxml.jackson.core.type.TypeReference;
import io.aiplat.model.ApplianceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/// Settings that flags have decided, handed on to another process in a file that only its owner can read: everybody
/// on a machine can read a command line, and passwords are among them.
public final class DecidedFile {
    private final Path file;

    /// The file, whether it is there or not.
    public DecidedFile(Path file) {
        this.file = file;
    }

    /// Where it is.
    public Path path() {
        return file;
    }

    /// Replaces it.
    ///
    /// @param decided values by the key of their setting
    /// @throws ApplianceException STORE_NOT_WRITTEN
    public void write(Map<String, String> decided) {
        try {
            AtomicFile.write(file, StoreJson.pretty(new TreeMap<>(decided)));
        } catch (IOException e) {
            throw new ApplianceException(StoreProblems.notWritten(file, StoreProblems.reason(e)), e);
        }
    }

    /// Forgets it: what a person said for one start, passwords among it, does not stay behind.
    ///
    /// @throws ApplianceException STORE_NOT_WRITTEN
    public void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new ApplianceException(StoreProblems.notWritten(file, StoreProblems.reason(e)), e);
        }
    }

    /// What was written.
    ///
    /// @throws ApplianceException STORE_NOT_READ if it is gone or not as it was written
    public Map<String, String> read() {
        try {
            return StoreJson.MAPPER.readValue(
                    Files.readAllBytes(file), new TypeReference<TreeMap<String, String>>() {});
        } catch (IOException e) {
            throw new ApplianceException(StoreProblems.notRead(file, StoreProblems.reason(e)), e);
        }
    }
}
