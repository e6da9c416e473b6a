package io.aiplat.launcher.command.bundle;

import io.aiplat.supply.archive.ArchiveReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/// `--trust` of the commands that take what is in an archive.
final class TrustOption {
    @Option(
            names = "--trust",
            paramLabel = "SHA256:…|FILE",
            description = "take what this key has signed: its fingerprint, or the file of its public half")
    private List<String> trust = new ArrayList<>();

    /// Opens an archive of somebody whom this home trusts, or this command line.
    ArchiveReader open(BundleFiles files, Path archive) {
        return ArchiveReader.open(files.path(archive), files.trusted(trust));
    }
}
