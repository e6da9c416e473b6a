package io.aiplat.launcher.command.bundle;

import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.launcher.wiring.Version;
import io.aiplat.store.Home;
import io.aiplat.supply.archive.BundleKeys;
import io.aiplat.supply.archive.SigningKey;
import io.aiplat.supply.archive.TrustedKeys;
import io.aiplat.supply.archive.manifest.ArchiveVersion;
import io.aiplat.supply.archive.source.OwnLibraries;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Files that the commands of bundle archives are given: archives, keys, and where something is to be written.
final class BundleFiles {
    private static final String NOTICE = "/META-INF/NOTICE";
    private static final String LIBRARIES = "/META-INF/sbom/aiplat.cdx.json";

    private final Invocation invocation;

    BundleFiles(Invocation invocation) {
        this.invocation = invocation;
    }

    /// A path as the person meant it, who is in another folder than this process may be.
    Path path(Path named) {
        return invocation.surroundings().folder().resolve(named).normalize();
    }

    /// Keys that this home trusts, and those of this command line.
    TrustedKeys trusted(List<String> more) {
        TrustedKeys trusted = keys().trusted();
        for (String named : more) {
            trusted = trusted.with(named, invocation.surroundings().folder());
        }
        return trusted;
    }

    private BundleKeys keys() {
        return new BundleKeys(new Home(invocation.home()).bundleKeys());
    }

    /// The key to sign with: the one named, else that of this home, which is made when it is first needed.
    SigningKey signing(@Nullable Path named) {
        if (named != null) {
            return SigningKey.read(path(named));
        }
        Home _ = new Home(invocation.home()).open();
        return keys().own();
    }

    /// The version of this aiplat, as far as it is one of numbers.
    static ArchiveVersion version() {
        String digits = Version.number().replaceFirst("[^0-9.].*", "");
        return new ArchiveVersion(digits.isEmpty() ? "0" : digits);
    }

    /// What the build has put into the JAR about its libraries; nothing where this does not run from one.
    static OwnLibraries libraries() {
        return new OwnLibraries(text(NOTICE), text(LIBRARIES));
    }

    private static String text(String resource) {
        try (InputStream in = BundleFiles.class.getResourceAsStream(resource)) {
            return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException _) {
            // A list without libraries is better than none.
            return "";
        }
    }
}
