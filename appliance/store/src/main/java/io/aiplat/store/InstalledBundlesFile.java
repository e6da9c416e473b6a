package io.aiplat.store;

import java.util.List;
import java.util.Optional;

/// Which bundles a home has put into its cluster because a person wanted them, so that one that is taken out of the
/// settings again is missed. Write under the [LockFile].
public final class InstalledBundlesFile extends NumberedFile<InstalledBundlesFile.Bundles> {
    /// The file of a home, whether it is there or not.
    public InstalledBundlesFile(Home home) {
        super(home.root().resolve("bundles.json"), "bundles", Bundles.class);
    }

    /// What the file says.
    record Bundles(int format, List<String> bundles) implements Content {
        Bundles {
            bundles = List.copyOf(bundles);
        }
    }

    /// Their names.
    ///
    /// @throws io.aiplat.model.ApplianceException STORE_STATE_NEWER, STORE_STATE_BROKEN or STORE_HOME_UNREADABLE
    public List<String> read() {
        return content().map(Bundles::bundles).orElse(List.of());
    }

    /// Replaces them. The home must be open.
    ///
    /// @throws io.aiplat.model.ApplianceException STORE_NOT_WRITTEN
    public void write(List<String> bundles) {
        if (bundles.isEmpty()) {
            replace(Optional.empty());
        } else if (!bundles.equals(read())) {
            replace(Optional.of(new Bundles(format(), bundles)));
        }
    }
}
