package io.aiplat.launcher.command;

import io.aiplat.launcher.Version;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ScopeType;

/// The root of the tree. It does nothing itself, so picocli asks for a command when none is given.
@Command(
        name = "aiplat",
        description = "A self-hosted AI platform in one Java file.",
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = AiplatCommand.Versions.class,
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT)
final class AiplatCommand {
    /// What `--version` prints.
    static final class Versions implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"aiplat " + Version.number()};
        }
    }
}
