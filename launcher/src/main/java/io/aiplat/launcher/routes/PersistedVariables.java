package io.aiplat.launcher.routes;

import io.aiplat.model.ApplianceException;
import io.aiplat.store.DecisionsFile;
import io.aiplat.store.Home;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Environment variables for the gateway.yaml of a home: those of this process and those that `up` has kept. For
/// one thread.
final class PersistedVariables {
    private final Map<String, String> environment;
    private final @Nullable DecisionsFile file;
    private final boolean keptWin;
    private @Nullable FileChangeStamp glance;
    private Map<String, String> kept = Map.of();

    private PersistedVariables(Map<String, String> environment, @Nullable DecisionsFile file, boolean keptWin) {
        this.environment = environment;
        this.file = file;
        this.keptWin = keptWin;
    }

    /// Those of this process alone.
    static PersistedVariables none(Map<String, String> environment) {
        return new PersistedVariables(environment, null, false);
    }

    /// With those that are kept.
    ///
    /// @param keptWin whether a kept one counts before one of this process: `up` keeps them after a process that
    ///                serves has begun
    static PersistedVariables of(Home home, Map<String, String> environment, boolean keptWin) {
        return new PersistedVariables(environment, new DecisionsFile(home), keptWin);
    }

    /// Those that are kept now.
    Map<String, String> kept() {
        if (file == null) {
            return Map.of();
        }
        FileChangeStamp now = FileChangeStamp.at(file.path(), glance);
        if (!now.sameAs(glance)) {
            try {
                kept = file.read().variables();
                glance = now;
            } catch (ApplianceException _) {
                // The last ones are good until it can be read.
                return kept;
            }
        }
        return kept;
    }

    /// All.
    Map<String, String> all() {
        Map<String, String> all = new HashMap<>(keptWin ? environment : kept());
        all.putAll(keptWin ? kept() : environment);
        return all;
    }
}
