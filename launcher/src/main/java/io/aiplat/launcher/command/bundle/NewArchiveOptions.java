package io.aiplat.launcher.command.bundle;

import io.aiplat.launcher.command.invocation.CompletesAs;
import io.aiplat.launcher.command.invocation.CompletionKind;
import io.aiplat.launcher.command.invocation.Invocation;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Options of the commands that write an archive.
final class NewArchiveOptions {
    @CompletesAs(CompletionKind.FILES)
    @Option(names = "--to", required = true, paramLabel = "FILE", description = "the new archive, also -o FILE")
    private Path to = Path.of("");

    @Option(names = "--split", paramLabel = "SIZE", description = "in volumes of at most this size: 4000MiB for FAT32")
    private @Nullable String split;

    @CompletesAs(CompletionKind.FILES)
    @Option(names = "--key", paramLabel = "FILE", description = "to sign with (default: the key of this home)")
    private @Nullable Path key;

    @Mixin
    private OverwriteOption overwrite = new OverwriteOption();

    /// Begins to write: from now on no other process writes the same archive.
    ///
    /// @param words how the command is called, for what is said of a wrong one
    /// @throws io.aiplat.model.ApplianceException BUNDLE_BEING_WRITTEN, BUNDLE_FILE_THERE, BUNDLE_NOT_WRITTEN
    NewArchive begin(Invocation invocation, String words) {
        long volumeBytes = BundleWords.size(split, words);
        NewArchive archive = new NewArchive(invocation, new BundleFiles(invocation).path(to), volumeBytes, key);
        try {
            overwrite.allow(archive.target());
            return archive;
        } catch (RuntimeException e) {
            archive.close();
            throw e;
        }
    }
}
