package io.aiplat.launcher.command.bundle;

import io.aiplat.launcher.command.invocation.CompletesAs;
import io.aiplat.launcher.command.invocation.CompletionKind;
import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.launcher.wiring.Version;
import io.aiplat.supply.archive.ArchiveReader;
import io.aiplat.supply.archive.SigningKey;
import io.aiplat.supply.archive.manifest.ArchiveManifest;
import io.aiplat.supply.archive.manifest.ArchiveVersion;
import io.aiplat.supply.archive.source.ArchiveDraft;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `aiplat bundle merge`.
@Command(
        name = "merge",
        description = {
            "Make one archive of several, signed anew.",
            "Of parts with one name that of the last archive is taken; every blob is checked on the way."
        })
final class BundleMergeCommand implements Runnable {
    private final Invocation invocation;

    @CompletesAs(CompletionKind.FILES)
    @Parameters(paramLabel = "FILE", arity = "1..*", description = "archives, each a FILE")
    private List<Path> archives = new ArrayList<>();

    @CompletesAs(CompletionKind.FILES)
    @Option(names = "--to", required = true, paramLabel = "FILE", description = "the new archive, also -o FILE")
    private Path to = Path.of("");

    @Option(names = "--release", paramLabel = "N", description = "its version (default: the highest of theirs)")
    private @Nullable String release;

    @Option(names = "--split", paramLabel = "SIZE", description = "in volumes of at most this size: 4000 MiB for FAT32")
    private @Nullable String split;

    @CompletesAs(CompletionKind.FILES)
    @Option(names = "--key", paramLabel = "FILE", description = "to sign with (default: the key of this home)")
    private @Nullable Path key;

    @Option(names = "--force", description = "overwrite what is there")
    private boolean force;

    @Option(
            names = "--trust",
            paramLabel = "SHA256:…|FILE",
            description = "take what this key has signed: its fingerprint, or the file of its public half")
    private List<String> trust = new ArrayList<>();

    BundleMergeCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public void run() {
        BundleFiles files = new BundleFiles(invocation);
        Path target = files.target(to, force);
        long volumeBytes = BundleWords.size(split, "aiplat bundle merge");
        ArchiveVersion asked = release == null ? null : BundleWords.version(release, "aiplat bundle merge");
        List<ArchiveReader> readers = new ArrayList<>();
        try {
            ArchiveDraft draft = new ArchiveDraft();
            Set<String> platforms = new TreeSet<>();
            for (Path archive : archives) {
                ArchiveReader reader = files.open(archive, trust);
                readers.add(reader);
                draft.addAll(reader);
                platforms.addAll(reader.manifest().platforms());
            }
            ArchiveManifest newest = readers.stream()
                    .map(ArchiveReader::manifest)
                    .max(Comparator.comparing(ArchiveManifest::version))
                    .orElseThrow();
            SigningKey signing = files.signing(key);
            ArchiveManifest written = draft.write(
                    target,
                    volumeBytes,
                    signing,
                    new ArchiveDraft.Facts(
                            Version.number(),
                            Objects.requireNonNullElse(asked, newest.version()),
                            newest.stage(),
                            List.copyOf(platforms),
                            BundleFiles.notice()),
                    new WorkNotes(invocation.output()));
            BundleWords.written(invocation.output(), target, written, signing, key == null);
        } finally {
            readers.forEach(ArchiveReader::close);
        }
    }
}
