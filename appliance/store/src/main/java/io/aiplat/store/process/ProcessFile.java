package io.aiplat.store.process;

import io.aiplat.model.ApplianceException;
import io.aiplat.store.AtomicFile;
import io.aiplat.store.RunFolder;
import io.aiplat.store.StoreJson;
import io.aiplat.store.StoreProblems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Remembers a process we started in the background, so that it can be ended later and no other.
public final class ProcessFile {
    private final Path file;

    /// The file, which need not exist.
    public ProcessFile(Path file) {
        this.file = file;
    }

    /// A process by what tells it from a later one of the same id.
    ///
    /// @param startMillis since the epoch, as the system tells it
    public record Noted(long pid, long startMillis) {}

    /// What was written down; whether it still runs is for the caller to ask.
    public Optional<Noted> read() {
        try {
            return Files.exists(file) && RunFolder.isOurs(file)
                    ? Optional.of(StoreJson.MAPPER.readValue(Files.readAllBytes(file), Noted.class))
                    : Optional.empty();
        } catch (IOException e) {
            // Damaged: then we do not know which process it was, and ending a wrong one is worse than ending none.
            return Optional.empty();
        }
    }

    /// Writes it down.
    ///
    /// @throws ApplianceException STORE_NOT_WRITTEN
    public void write(long pid, long startMillis) {
        try {
            AtomicFile.write(file, StoreJson.pretty(new Noted(pid, startMillis)));
        } catch (IOException e) {
            throw new ApplianceException(StoreProblems.notWritten(file, StoreProblems.reason(e)), e);
        }
    }

    /// Forgets it.
    ///
    /// @throws ApplianceException STORE_NOT_WRITTEN
    public void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new ApplianceException(StoreProblems.notWritten(file, StoreProblems.reason(e)), e);
        }
    }
}
