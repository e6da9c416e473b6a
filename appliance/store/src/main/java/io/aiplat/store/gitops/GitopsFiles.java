package io.aiplat.store.gitops;

import com.fasterxml.jackson.core.JacksonException;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Secret;
import io.aiplat.store.AtomicFile;
import io.aiplat.store.Durable;
import io.aiplat.store.Home;
import io.aiplat.store.LockFile;
import io.aiplat.store.StoreJson;
import io.aiplat.store.StoreProblems;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Sources of a home: `gitops/NAME.json` is what a person has said, `NAME.status` what became of it, and `NAME.key`
/// what opens it. Each is replaced as a whole, so who reads needs no lock; who changes something of a source has that
/// source's lock.
public final class GitopsFiles implements Durable {
    private static final int FORMAT = 1;
    private static final String SOURCE = ".json";
    private static final String STATUS = ".status";
    private static final String KEY = ".key";
    private static final String KNOWN_HOSTS = "known_hosts";

    private final Home home;
    private final Path folder;

    /// Those of a home, which need not be there.
    public GitopsFiles(Home home) {
        this.home = home;
        this.folder = home.root().resolve("gitops");
    }

    /// What a file of a source says.
    record Kept(int format, GitopsSource source) {}

    /// All sources, by their names.
    ///
    /// @throws ApplianceException STORE_NOT_READ, STORE_STATE_BROKEN or STORE_STATE_NEWER
    public List<GitopsSource> all() {
        return files(SOURCE).stream().flatMap(file -> source(file).stream()).toList();
    }

    /// A source; empty where there is none of that name.
    ///
    /// @throws ApplianceException as [#all]
    public Optional<GitopsSource> source(String name) {
        return source(folder.resolve(name + SOURCE));
    }

    private static Optional<GitopsSource> source(Path file) {
        return read(file, Kept.class).map(kept -> {
            if (kept.format() > FORMAT) {
                throw new ApplianceException(StoreProblems.stateNewer(file, kept.format(), FORMAT));
            }
            return kept.source();
        });
    }

    /// What became of a source; nothing yet, where nothing is known.
    ///
    /// @throws ApplianceException STORE_NOT_READ or STORE_STATE_BROKEN
    public GitopsStatus status(String name) {
        return read(folder.resolve(name + STATUS), GitopsStatus.class).orElse(GitopsStatus.NEW);
    }

    /// Replaces what is said of a source. The home must be open.
    ///
    /// @throws ApplianceException STORE_NOT_WRITTEN
    public void write(GitopsSource source) {
        write(folder.resolve(source.name() + SOURCE), new Kept(FORMAT, source));
    }

    /// Replaces what became of a source.
    ///
    /// @throws ApplianceException STORE_NOT_WRITTEN
    public void write(String name, GitopsStatus status) {
        write(folder.resolve(name + STATUS), status);
    }

    /// What opens a source; empty where nothing does.
    ///
    /// @throws ApplianceException STORE_NOT_READ
    public Optional<Secret> credential(String name) {
        try {
            return Optional.of(new Secret(Files.readString(credentialFile(name), StandardCharsets.UTF_8)
                    .strip()));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw new ApplianceException(StoreProblems.notRead(credentialFile(name), StoreProblems.reason(e)), e);
        }
    }

    /// The file with it, for programs that want a file.
    public Path credentialFile(String name) {
        return folder.resolve(name + KEY);
    }

    /// Where keys of servers are kept, for `ssh`.
    public Path knownHosts() {
        return folder.resolve(KNOWN_HOSTS);
    }

    /// Keeps what opens a source, readable by the owner only; null for nothing.
    ///
    /// @throws ApplianceException STORE_NOT_WRITTEN
    public void keep(String name, @Nullable Secret credential) {
        Path file = credentialFile(name);
        try {
            if (credential == null) {
                Files.deleteIfExists(file);
            } else {
                make();
                AtomicFile.write(file, (credential.value().strip() + "\n").getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new ApplianceException(StoreProblems.notWritten(file, StoreProblems.reason(e)), e);
        }
    }

    /// Forgets a source. What came of it stays in the cluster.
    ///
    /// @throws ApplianceException STORE_NOT_WRITTEN
    public void forget(String name) {
        for (String end : List.of(SOURCE, STATUS, KEY)) {
            Path file = folder.resolve(name + end);
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new ApplianceException(StoreProblems.notWritten(file, StoreProblems.reason(e)), e);
            }
        }
    }

    /// Where the files of a source are brought to; they may vanish between two looks.
    public Path work(String name) {
        return home.tmp().resolve("gitops").resolve(name);
    }

    /// Takes the right to do something with a source.
    ///
    /// @param patience how long at most to wait for whoever has it
    /// @return null if another has it still
    /// @throws ApplianceException STORE_NOT_WRITTEN
    public @Nullable LockFile lock(String name, Duration patience) {
        Path file = home.run().resolve("gitops-" + name + ".lock");
        try {
            return LockFile.await(file, new byte[0], patience);
        } catch (IOException e) {
            throw new ApplianceException(StoreProblems.notWritten(file, StoreProblems.reason(e)), e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private void make() throws IOException {
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    private static <T> Optional<T> read(Path file, Class<T> type) {
        try {
            return Optional.of(StoreJson.MAPPER.readValue(Files.readAllBytes(file), type));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (JacksonException e) {
            throw new ApplianceException(StoreProblems.stateBroken(file, e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw new ApplianceException(StoreProblems.notRead(file, StoreProblems.reason(e)), e);
        }
    }

    private void write(Path file, Object content) {
        try {
            make();
            AtomicFile.write(file, StoreJson.pretty(content));
        } catch (IOException e) {
            throw new ApplianceException(StoreProblems.notWritten(file, StoreProblems.reason(e)), e);
        }
    }

    private List<Path> files(String end) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(end))
                    .sorted()
                    .toList();
        } catch (NoSuchFileException _) {
            return List.of();
        } catch (IOException e) {
            throw new ApplianceException(StoreProblems.notRead(folder, StoreProblems.reason(e)), e);
        }
    }

    @Override
    public String name() {
        return "gitops";
    }

    @Override
    public int format() {
        return FORMAT;
    }

    @Override
    public int written() {
        return files(SOURCE).stream()
                .flatMap(file -> read(file, Kept.class).stream())
                .mapToInt(Kept::format)
                .max()
                .orElse(0);
    }

    @Override
    public void snapshot(Path target) {
        try {
            for (String end : List.of(SOURCE, STATUS, KEY, KNOWN_HOSTS)) {
                for (Path file : files(end)) {
                    AtomicFile.write(target.resolve(file.getFileName()), Files.readAllBytes(file));
                }
            }
        } catch (IOException e) {
            throw new ApplianceException(StoreProblems.notCopied(folder, target, StoreProblems.reason(e)), e);
        }
    }

    @Override
    public void migrate() {
        // There is one format so far.
    }
}
