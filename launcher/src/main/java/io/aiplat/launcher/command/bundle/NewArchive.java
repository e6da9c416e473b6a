package io.aiplat.launcher.command.bundle;

import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.launcher.wiring.Version;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Progress;
import io.aiplat.store.LockFile;
import io.aiplat.supply.archive.ArchiveProblems;
import io.aiplat.supply.archive.SigningKey;
import io.aiplat.supply.archive.manifest.ArchiveManifest;
import io.aiplat.supply.archive.manifest.ArchiveVersion;
import io.aiplat.supply.archive.source.ArchiveDraft;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An archive that a command writes, and nobody else meanwhile: two at once would go on with each other's unfinished
/// files. The lock lies beside it, for whatever home the other has.
final class NewArchive implements AutoCloseable {
    private final Invocation invocation;
    private final Path target;
    private final long volumeBytes;
    private final @Nullable Path key;
    private final LockFile lock;

    /// @param volumeBytes how large a volume may be; 0 for one file
    /// @param key         to sign with; null for that of this home
    /// @throws ApplianceException BUNDLE_BEING_WRITTEN, BUNDLE_NOT_WRITTEN
    NewArchive(Invocation invocation, Path target, long volumeBytes, @Nullable Path key) {
        this.invocation = invocation;
        this.target = target;
        this.volumeBytes = volumeBytes;
        this.key = key;
        lock = taken(target);
    }

    private static LockFile taken(Path target) {
        Path file = target.resolveSibling(target.getFileName() + ".lock");
        String process = Long.toString(ProcessHandle.current().pid());
        try {
            LockFile taken = LockFile.takePassing(file, process.getBytes(StandardCharsets.US_ASCII));
            if (taken == null) {
                throw new ApplianceException(ArchiveProblems.beingWritten(
                        target, new String(LockFile.holder(file), StandardCharsets.US_ASCII)));
            }
            return taken;
        } catch (IOException e) {
            throw new ApplianceException(ArchiveProblems.notWritten(target, ArchiveProblems.reason(e)), e);
        }
    }

    /// Where it will be; with volumes the name before `.001`.
    Path target() {
        return target;
    }

    /// Writes it, and says so.
    ///
    /// @param stage null for none
    void write(
            ArchiveDraft draft,
            ArchiveVersion version,
            @Nullable String stage,
            Collection<String> platforms,
            Progress progress) {
        SigningKey signing = new BundleFiles(invocation).signing(key);
        ArchiveManifest written = draft.write(
                target,
                volumeBytes,
                signing,
                new ArchiveDraft.Facts(
                        Version.number(), version, stage, List.copyOf(platforms), BundleFiles.libraries()),
                progress);
        BundleWords.written(invocation.output(), target, written, signing, key == null);
    }

    @Override
    public void close() {
        lock.close();
    }
}
