package io.aiplat.store;

import com.fasterxml.jackson.core.JacksonException;
import io.aiplat.model.ApplianceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Which bundle archive was installed last, and what of it is on this machine. It says something of a machine and not
/// of a home, so a backup has no use for it: an installation makes it again.
public final class InstalledArchiveFile {
    private final Path file;

    /// The file of a home, whether it is there or not.
    public InstalledArchiveFile(Home home) {
        this.file = home.root().resolve("archive.json");
    }

    /// What is installed.
    ///
    /// @param version of what the archive brought
    /// @param digest  of its manifest
    /// @param parts   title of each part to the digest of what stands for the whole of it
    public record Installed(String version, String digest, Map<String, String> parts) {
        public Installed {
            parts = new TreeMap<>(parts);
        }
    }

    /// What the file says; empty where nothing was ever installed from an archive.
    ///
    /// @throws ApplianceException STORE_STATE_BROKEN, STORE_HOME_UNREADABLE
    public Optional<Installed> read() {
        try {
            return Optional.of(StoreJson.MAPPER.readValue(Files.readAllBytes(file), Installed.class));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (JacksonException e) {
            throw new ApplianceException(StoreProblems.stateBroken(file, e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw new ApplianceException(StoreProblems.homeUnreadable(file, StoreProblems.reason(e)), e);
        }
    }

    /// Replaces it. The home must be open.
    ///
    /// @throws ApplianceException STORE_NOT_WRITTEN
    public void write(Installed installed) {
        try {
            AtomicFile.write(file, StoreJson.pretty(installed));
        } catch (IOException e) {
            throw new ApplianceException(StoreProblems.notWritten(file, StoreProblems.reason(e)), e);
        }
    }
}
