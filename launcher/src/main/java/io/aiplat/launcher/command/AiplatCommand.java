package io.aiplat.launcher.command;

import io.aiplat.launcher.wiring.Version;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/// The root of the tree. By itself it shows what there is.
@Command(
        name = "aiplat",
        description = "A self-hosted AI platform in one Java file.",
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = AiplatCommand.Versions.class,
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT)
final class AiplatCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    /// What `--version` prints.
    static final class Versions implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"aiplat " + Version.number()};
        }
    }

    @Override
    public void run() {
        CommandLine line = Objects.requireNonNull(spec, "picocli sets it").commandLine();
        line.getOut().print(line.getUsageMessage(line.getColorScheme()));
        line.getOut().flush();
    }
}
