package io.aiplat.launcher.command.bundle;

import io.aiplat.launcher.command.invocation.CompletesAs;
import io.aiplat.launcher.command.invocation.CompletionKind;
import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.supply.archive.ArchiveReader;
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
import picocli.CommandLine.Mixin;
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
    private static final String WORDS = "aiplat bundle merge";

    private final Invocation invocation;

    @CompletesAs(CompletionKind.FILES)
    @Parameters(paramLabel = "FILE", arity = "1..*", description = "archives, each a FILE")
    private List<Path> archives = new ArrayList<>();

    @Mixin
    private NewArchiveOptions options = new NewArchiveOptions();

    @Option(names = "--release", paramLabel = "N", description = "its version (default: the highest of theirs)")
    private @Nullable String release;

    @Mixin
    private TrustOption trust = new TrustOption();

    BundleMergeCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public void run() {
        ArchiveVersion asked = release == null ? null : BundleWords.version(release, WORDS);
        BundleFiles files = new BundleFiles(invocation);
        List<ArchiveReader> readers = new ArrayList<>();
        try (NewArchive archive = options.begin(invocation, WORDS)) {
            ArchiveDraft draft = new ArchiveDraft();
            Set<String> platforms = new TreeSet<>();
            for (Path each : archives) {
                ArchiveReader reader = trust.open(files, each);
                readers.add(reader);
                draft.addAll(reader);
                platforms.addAll(reader.manifest().platforms());
            }
            ArchiveManifest newest = readers.stream()
                    .map(ArchiveReader::manifest)
                    .max(Comparator.comparing(ArchiveManifest::version))
                    .orElseThrow();
            archive.write(
                    draft,
                    Objects.requireNonNullElse(asked, newest.version()),
                    newest.stage(),
                    platforms,
                    new WorkNotes(invocation.output()));
        } finally {
            readers.forEach(ArchiveReader::close);
        }
    }
}
