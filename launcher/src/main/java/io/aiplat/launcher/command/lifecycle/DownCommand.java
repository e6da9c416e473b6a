package io.aiplat.launcher.command.lifecycle;

import io.aiplat.launcher.command.invocation.CommandProblems;
import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.launcher.serve.UserService;
import io.aiplat.launcher.wiring.InstallScope;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.ExitCode;
import io.aiplat.provisioning.run.Down;
import io.aiplat.store.LockFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `aiplat down`: says what it will delete, asks, and deletes only what aiplat made.
@Command(
        name = "down",
        description = {
            "Stop and remove what `up` made; keeps data unless --purge.",
            "Processes are stopped in any case. Exit status: 0 all is removed, 5 something is left, and is named."
        })
public final class DownCommand implements Callable<Integer> {
    private final Invocation invocation;

    @Option(names = "--purge", description = "delete data too: models, cluster volumes, keys, this home")
    private boolean purge;

    @Option(
            names = "--forget",
            description = "do not ask the cluster, which may be gone: leave in it what is in it, and forget it")
    private boolean forget;

    @Option(
            names = {"-y", "--yes"},
            description = "do not ask")
    private boolean yes;

    public DownCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        try (InstallScope scope = new InstallScope(invocation.surroundings(), invocation.settingsToGoBack())) {
            if (!scope.home().exists()) {
                return done(List.of());
            }
            Down down = scope.down();
            UserService service = ServiceCommand.service(invocation, scope);
            boolean unserve = purge && service.serves(scope.home().root());
            Down.Removal look = down.removal(purge, forget);
            List<String> removal = new ArrayList<>(look.lines());
            if (unserve) {
                removal.add("service " + service.file());
            }
            if (removal.isEmpty() && look.unasked() == null) {
                return done(removal);
            }
            // Processes come back with the next `up` as they were.
            boolean harmless = !purge && removal.stream().allMatch(line -> line.startsWith("process "));
            if (!yes && !removal.isEmpty() && !harmless && !agreed(removal)) {
                invocation.output().value(Map.of("removed", List.of()), "Nothing was changed.\n");
                return ExitCode.USAGE.status();
            }
            if (unserve) {
                // First, or systemd would start the process again.
                service.uninstall();
            }
            Down.Outcome outcome;
            try (LockFile _ = LockFile.ofHome(scope.home(), "down", Clock.systemUTC())) {
                outcome = down.run(
                        purge, forget, look, (what, _, _) -> invocation.output().note(what));
            }
            if (!outcome.problems().isEmpty()) {
                return notAll(removal, outcome, scope);
            }
            if (purge) {
                scope.home().delete();
            }
            outcome.left().forEach(line -> invocation.output().note("Forgotten, and left as it is: " + line));
            return done(removal);
        }
    }

    /// The home stays: what is left carries its id, and only it may remove that later.
    private int notAll(List<String> removal, Down.Outcome outcome, InstallScope scope) {
        List<String> removed = new ArrayList<>(removal);
        removed.removeAll(outcome.left());
        removed.removeIf(line -> line.startsWith("folder " + scope.home().root()));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("removed", removed);
        answer.put("left", outcome.left());
        invocation.output().value(answer, removed.isEmpty() ? "" : "Removed: " + String.join(", ", removed) + "\n");
        outcome.problems().forEach(invocation.output()::problem);
        return outcome.problems().getFirst().code().exit().status();
    }

    private boolean agreed(List<String> removal) {
        invocation.output().ask("This will be removed:\n");
        removal.forEach(line -> invocation.output().ask("  " + line + "\n"));
        if (!invocation.surroundings().terminal()) {
            throw new ApplianceException(CommandProblems.notConfirmed("aiplat down"));
        }
        invocation.output().ask("Go on? [y/N] ");
        try {
            String line = new BufferedReader(
                            new InputStreamReader(invocation.surroundings().in(), StandardCharsets.UTF_8))
                    .readLine();
            return line != null && line.strip().toLowerCase(Locale.ROOT).startsWith("y");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int done(List<String> removal) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("removed", removal);
        String text = removal.isEmpty() ? "There was nothing to remove.\n" : "Down.\n";
        invocation.output().value(answer, text);
        return ExitCode.OK.status();
    }
}
