package io.aiplat.store;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Which bundle archive was installed last, and what of it is on this machine. Where a home was brought to another
/// machine, it says more than there is: who goes by it looks at the machine, too.
public final class InstalledArchiveFile extends NumberedFile<InstalledArchiveFile.Archive> {
    /// The file of a home, whether it is there or not.
    public InstalledArchiveFile(Home home) {
        super(home.root().resolve("archive.json"), "archive", Archive.class);
    }

    /// What the file says.
    record Archive(int format, Installed installed) implements Content {}

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
    /// @throws io.aiplat.model.ApplianceException STORE_STATE_NEWER, STORE_STATE_BROKEN, STORE_HOME_UNREADABLE
    public Optional<Installed> read() {
        return content().map(Archive::installed);
    }

    /// Replaces it. The home must be open.
    ///
    /// @throws io.aiplat.model.ApplianceException STORE_NOT_WRITTEN
    public void write(Installed installed) {
        replace(Optional.of(new Archive(format(), installed)));
    }
}
