package io.aiplat.store;

import com.fasterxml.jackson.core.JacksonException;
import io.aiplat.model.ApplianceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/// Which bundles a home has put into its cluster because a person wanted them, so that one that is taken out of the
/// settings again is missed. There is no file where there are none. Write under the [HomeLock].
public final class InstalledBundlesFile {
    private final Path file;

    /// The file of a home, whether it is there or not.
    public InstalledBundlesFile(Home home) {
        this.file = home.root().resolve("bundles.json");
    }

    /// What the file says.
    private record Content(List<String> bundles) {
        Content {
            bundles = List.copyOf(bundles);
        }
    }

    /// Their names.
    ///
    /// @throws ApplianceException STORE_STATE_BROKEN
    public List<String> read() {
        try {
            return StoreJson.MAPPER
                    .readValue(Files.readAllBytes(file), Content.class)
                    .bundles();
        } catch (NoSuchFileException _) {
            return List.of();
        } catch (JacksonException e) {
            throw new ApplianceException(StoreProblems.stateBroken(file, e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw new ApplianceException(StoreProblems.homeUnreadable(file, StoreProblems.reason(e)), e);
        }
    }

    /// Replaces them. The home must be open.
    ///
    /// @throws ApplianceException STORE_NOT_WRITTEN
    public void write(List<String> bundles) {
        try {
            if (bundles.isEmpty()) {
                Files.deleteIfExists(file);
            } else if (!bundles.equals(read())) {
                AtomicFile.write(file, StoreJson.pretty(new Content(bundles)));
            }
        } catch (IOException e) {
            throw new ApplianceException(StoreProblems.notWritten(file, StoreProblems.reason(e)), e);
        }
    }
}
