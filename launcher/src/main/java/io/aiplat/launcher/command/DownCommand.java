package io.aiplat.launcher.command;

import io.aiplat.engine.run.Down;
import io.aiplat.launcher.Wiring;
import io.aiplat.launcher.serve.UserService;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.ExitCode;
import io.aiplat.store.HomeLock;
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
@Command(name = "down", description = "Stop and remove what `up` made; keeps data unless --purge.")
final class DownCommand implements Callable<Integer> {
    private final Invocation invocation;

    @Option(names = "--purge", description = "delete data too: models, cluster volumes, keys, this home")
    private boolean purge;

    @Option(
            names = {"-y", "--yes"},
            description = "do not ask")
    private boolean yes;

    DownCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        try (Wiring wiring = new Wiring(invocation.surroundings(), invocation.settingsToGoBack())) {
            if (!wiring.home().exists()) {
                return done(List.of());
            }
            Down down = wiring.down();
            UserService service = ServiceCommand.service(invocation, wiring);
            boolean unserve = purge && service.serves(wiring.home().root());
            List<String> removal = new ArrayList<>(down.removal(purge));
            if (unserve) {
                removal.add("service " + service.file());
            }
            if (removal.isEmpty()) {
                return done(removal);
            }
            // Processes come back with the next `up` as they were.
            boolean harmless = !purge && removal.stream().allMatch(line -> line.startsWith("process "));
            if (!yes && !harmless && !agreed(removal)) {
                invocation.output().value(Map.of("removed", List.of()), "Nothing was changed.\n");
                return ExitCode.USAGE.status();
            }
            if (unserve) {
                // First, or systemd would start the process again.
                service.uninstall();
            }
            try (HomeLock _ = HomeLock.take(wiring.home(), "down", Clock.systemUTC())) {
                down.run(purge, (what, _, _) -> invocation.output().note(what));
            }
            if (purge) {
                wiring.home().delete();
            }
            return done(removal);
        }
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
