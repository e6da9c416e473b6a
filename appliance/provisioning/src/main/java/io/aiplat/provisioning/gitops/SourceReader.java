package io.aiplat.provisioning.gitops;

import io.aiplat.host.git.GitAccess;
import io.aiplat.host.git.GitRepository;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Settings;
import io.aiplat.store.gitops.GitopsFiles;
import io.aiplat.store.gitops.GitopsSource;
import io.aiplat.store.gitops.GitopsSource.Credential;
import io.aiplat.store.gitops.GitopsSource.Reference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Brings the files of a source onto this machine. A commit that is here already is not brought again.
final class SourceReader {
    private final GitopsFiles files;
    private final Map<String, String> environment;
    private final Settings.Network network;

    /// @param environment of this process
    SourceReader(GitopsFiles files, Map<String, String> environment, Settings.Network network) {
        this.files = files;
        this.environment = environment;
        this.network = network;
    }

    /// The files as they are now.
    ///
    /// @throws ApplianceException GITOPS_NO_FOLDER, GITOPS_TOO_LARGE, and those of git
    Snapshot read(GitopsSource source) {
        Path work = files.work(source.name());
        Path here = work.resolve("files");
        try {
            Files.createDirectories(work);
            if (!source.git()) {
                Files.deleteIfExists(note(work));
                return FolderSnapshot.take(Path.of(source.from()), here);
            }
            GitRepository repository = new GitRepository(environment, source.from(), access(source));
            String reference = reference(source);
            String commit = reference == null ? source.referenceName() : repository.tip(reference, words(source), work);
            if (!known(work).equals(Optional.of(commit)) || !Files.isDirectory(here)) {
                Files.deleteIfExists(note(work));
                repository.checkout(commit, reference, here);
                Files.writeString(note(work), commit);
            }
            return new Snapshot(commit, here);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path note(Path work) {
        return work.resolve("commit");
    }

    private static Optional<String> known(Path work) throws IOException {
        try {
            return Optional.of(Files.readString(note(work)));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    private GitAccess access(GitopsSource source) {
        String name = source.name();
        return new GitAccess(
                source.user(),
                source.credential() == Credential.TOKEN ? files.credential(name).orElse(null) : null,
                source.credential() == Credential.SSH_KEY ? files.credentialFile(name) : null,
                files.knownHosts(),
                network);
    }

    private static String words(GitopsSource source) {
        return source.reference() == Reference.HEAD
                ? "usual branch"
                : source.reference().name().toLowerCase(Locale.ROOT) + " " + source.referenceName();
    }

    private static @Nullable String reference(GitopsSource source) {
        return switch (source.reference()) {
            case HEAD -> "HEAD";
            case BRANCH -> "refs/heads/" + source.referenceName();
            case TAG -> "refs/tags/" + source.referenceName();
            case COMMIT -> null;
        };
    }
}
