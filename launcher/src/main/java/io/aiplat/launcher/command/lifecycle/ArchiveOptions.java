package io.aiplat.launcher.command.lifecycle;

import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.launcher.wiring.InstallScope;
import io.aiplat.provisioning.archive.SiteArchive;
import io.aiplat.store.InstalledArchiveFile;
import io.aiplat.supply.archive.ArchiveReader;
import io.aiplat.supply.archive.TrustedKeys;
import io.aiplat.supply.archive.VerifyingKey;
import io.aiplat.supply.engine.EnginePlatform;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Options of commands that install from a bundle archive.
final class ArchiveOptions {
    @Option(
            names = "--bundle",
            paramLabel = "FILE",
            description = "install from this bundle archive (.aipb), without a network")
    private @Nullable Path bundle;

    @Option(
            names = "--trust",
            paramLabel = "KEY",
            description = "take archives signed by this key from now on: a .pub.pem file or SHA256:…")
    private @Nullable String trust;

    @Option(names = "--allow-older", description = "take an archive that is older than what is installed")
    private boolean allowOlder;

    /// Opens the archive, if one was named.
    ///
    /// @throws io.aiplat.model.ApplianceException if it is not to be trusted, or older
    void open(Invocation invocation, InstallScope scope) {
        Path file = bundle;
        if (file != null) {
            Path folder = invocation.surroundings().folder();
            TrustedKeys trusted = scope.bundleKeys().trusted();
            scope.install(SiteArchive.open(
                    folder.resolve(file),
                    trust == null ? trusted : trusted.with(trust, folder),
                    EnginePlatform.here().toString(),
                    new InstalledArchiveFile(scope.home()).read().orElse(null),
                    allowOlder));
        }
    }

    /// Keeps the key that was named, once what it signed is being installed.
    void keepTrust(Invocation invocation, InstallScope scope) {
        Path file = bundle;
        if (trust != null && file != null) {
            try (ArchiveReader reader =
                    ArchiveReader.open(invocation.surroundings().folder().resolve(file), TrustedKeys.anybody())) {
                VerifyingKey signer = reader.signer();
                scope.bundleKeys().keep(signer);
            }
        }
    }
}
