package io.aiplat.launcher.command.lifecycle;

import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.launcher.wiring.InstallScope;
import io.aiplat.model.ExitCode;
import io.aiplat.provisioning.run.Down;
import io.aiplat.store.LockFile;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `aiplat stop`: ends what runs and removes nothing, for a laptop that is needed for something else.
@Command(
        name = "stop",
        description = {
            "Stop what runs and remove nothing; `aiplat up` starts it again.",
            "Exit status: 0 nothing runs any more, 5 something could not be stopped, and is named."
        })
public final class StopCommand implements Callable<Integer> {
    private final Invocation invocation;

    public StopCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        try (InstallScope scope = new InstallScope(invocation.surroundings(), invocation.settingsToGoBack())) {
            if (!scope.home().exists()) {
                return told(List.of());
            }
            Down.Stopped stopped;
            try (LockFile _ = LockFile.ofHome(scope.home(), "stop", Clock.systemUTC())) {
                stopped = scope.down().stop((what, _, _) -> invocation.output().note(what));
            }
            int status = told(stopped.lines());
            stopped.problems().forEach(invocation.output()::problem);
            return stopped.problems().isEmpty()
                    ? status
                    : stopped.problems().getFirst().code().exit().status();
        }
    }

    private int told(List<String> stopped) {
        String text = stopped.isEmpty()
                ? "There was nothing to stop.\n"
                : "Stopped: " + String.join(", ", stopped) + "\nStart it again: aiplat up\n";
        invocation.output().value(Map.of("stopped", stopped), text);
        return ExitCode.OK.status();
    }
}
