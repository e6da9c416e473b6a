package io.aiplat.launcher.command;

import io.aiplat.launcher.command.diagnosis.StatusCommand;
import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.launcher.wiring.Version;
import io.aiplat.model.ExitCode;
import io.aiplat.store.Home;
import io.aiplat.store.process.ApplianceFile;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ScopeType;

/// The root of the tree. By itself it says how things are, or what to do first.
@Command(
        name = "aiplat",
        description = "A self-hosted AI platform in one Java file.",
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = AiplatCommand.Versions.class,
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT)
final class AiplatCommand implements Callable<Integer> {
    private final Invocation invocation;

    AiplatCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    /// What `--version` prints.
    static final class Versions implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"aiplat " + Version.number()};
        }
    }

    @Override
    public Integer call() {
        Home home = new Home(invocation.home());
        home.requireReadable();
        if (new ApplianceFile(home.appliance()).running().isPresent()) {
            new StatusCommand(invocation).call();
            invocation.output().note("Ask it: aiplat chat; its page: aiplat open; all commands: aiplat --help");
        } else {
            invocation.output().value(Map.of("running", false), home.exists() ? again() : first());
        }
        return ExitCode.OK.status();
    }

    private static String first() {
        return """
                aiplat %s: a self-hosted AI platform in one file. Nothing is set up here yet.

                  aiplat doctor    what this machine has, and whether it is enough
                  aiplat plan      what `up` would do; changes nothing
                  aiplat up        start everything
                  aiplat --help    all commands
                """.formatted(Version.number());
    }

    private static String again() {
        return """
                aiplat %s is not running.

                  aiplat up        start it, as it was
                  aiplat status    what there is
                  aiplat logs      what it said before it ended
                  aiplat --help    all commands
                """.formatted(Version.number());
    }
}
