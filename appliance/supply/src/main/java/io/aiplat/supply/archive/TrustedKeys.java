package io.aiplat.supply.archive;

import io.aiplat.model.ApplianceException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/// Whose bundle archives are taken.
public final class TrustedKeys {
    private final Set<String> fingerprints;
    private final boolean all;

    private TrustedKeys(Set<String> fingerprints, boolean all) {
        this.fingerprints = Set.copyOf(fingerprints);
        this.all = all;
    }

    /// Anybody's: for looking into an archive, never for using one.
    public static TrustedKeys anybody() {
        return new TrustedKeys(Set.of(), true);
    }

    /// Those of some keys.
    ///
    /// @param fingerprints as [VerifyingKey#fingerprint] writes them
    public static TrustedKeys of(Set<String> fingerprints) {
        return new TrustedKeys(fingerprints, false);
    }

    /// These, and one that a person named.
    ///
    /// @param named  a fingerprint, or the path of a PEM file with a public key
    /// @param folder that relative paths begin in
    /// @throws ApplianceException BUNDLE_KEY_UNUSABLE
    public TrustedKeys with(String named, Path folder) {
        Set<String> more = new HashSet<>(fingerprints);
        more.add(
                named.startsWith(VerifyingKey.FINGERPRINT)
                        ? named.strip().replaceAll("=+$", "")
                        : VerifyingKey.read(folder.resolve(named)).fingerprint());
        return new TrustedKeys(more, all);
    }

    /// Whether what this key has signed is taken.
    public boolean trusts(VerifyingKey key) {
        return all || fingerprints.contains(key.fingerprint());
    }
}
