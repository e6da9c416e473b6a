package io.aiplat.supply.archive;

import io.aiplat.model.ApplianceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Keys of one home: the one that signs its own bundle archives, `own.pem`, and the public ones of those whose
/// archives are taken, `*.pub.pem`. A person may put files there, and take them away.
public final class BundleKeys {
    private final Path folder;

    /// @param folder need not be there; is made, for its owner only, when something is kept in it
    public BundleKeys(Path folder) {
        this.folder = folder;
    }

    /// The key that signs what has no other; made when it is first asked for.
    ///
    /// @throws ApplianceException BUNDLE_KEY_UNUSABLE, BUNDLE_NOT_WRITTEN
    public SigningKey own() {
        Path file = folder.resolve("own.pem");
        if (!Files.exists(file)) {
            open();
            SigningKey made = SigningKey.generate();
            Path _ = made.write(file);
            return made;
        }
        return SigningKey.read(file);
    }

    /// Whose archives are taken: those of whose public keys are here, the own one among them.
    ///
    /// @throws ApplianceException BUNDLE_KEY_UNUSABLE if a file is no key, BUNDLE_UNREADABLE
    public TrustedKeys trusted() {
        Set<String> fingerprints = new HashSet<>();
        for (Path file : files()) {
            boolean _ = fingerprints.add(VerifyingKey.read(file).fingerprint());
        }
        return TrustedKeys.of(fingerprints);
    }

    private List<Path> files() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".pub.pem"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new ApplianceException(ArchiveProblems.unreadable(folder, ArchiveProblems.reason(e)), e);
        }
    }

    /// Takes the archives of a key from now on.
    ///
    /// @throws ApplianceException BUNDLE_NOT_WRITTEN
    public void keep(VerifyingKey key) {
        open();
        // A fingerprint has letters that no name of a file may have.
        String name = key.fingerprint().replaceAll("[^A-Za-z0-9]", "").substring(6, 18);
        Path file = folder.resolve(name + ".pub.pem");
        try {
            Path incoming = Files.createTempFile(folder, "key", ".part");
            Files.writeString(incoming, key.toPem());
            Files.move(incoming, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new ApplianceException(ArchiveProblems.notWritten(file, ArchiveProblems.reason(e)), e);
        }
    }

    private void open() {
        try {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw new ApplianceException(ArchiveProblems.notWritten(folder, ArchiveProblems.reason(e)), e);
        }
    }
}
