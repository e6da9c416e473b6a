package io.aiplat.launcher.command.bundle;

import io.aiplat.model.ApplianceException;
import io.aiplat.supply.archive.ArchiveProblems;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/// `--force` of the commands that write a file.
final class OverwriteOption {
    @Option(names = "--force", description = "overwrite what is there")
    private boolean force;

    /// Refuses to overwrite what nobody said may be.
    ///
    /// @return the file, or of an archive in volumes the name before `.001`
    Path allow(Path target) {
        if (!force && (Files.exists(target) || Files.exists(target.resolveSibling(target.getFileName() + ".001")))) {
            throw new ApplianceException(ArchiveProblems.fileThere(target));
        }
        return target;
    }
}
