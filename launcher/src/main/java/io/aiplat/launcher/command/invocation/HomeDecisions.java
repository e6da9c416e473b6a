package io.aiplat.launcher.command.invocation;

import io.aiplat.launcher.settings.SettingFlags;
import io.aiplat.launcher.settings.SettingsLoader;
import io.aiplat.model.Settings;
import io.aiplat.store.Decisions;
import io.aiplat.store.DecisionsFile;
import io.aiplat.store.Home;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/// Persistence of configuration overrides: what flags of a command decide is kept with the home, so that the next
/// command means the same. Why it is so: docs/decisions/settings.md.
public final class HomeDecisions {
    private final Invocation invocation;
    private final String command;
    private final InstantSource clock;

    /// @param command whose flags they are, as a person types it
    public HomeDecisions(Invocation invocation, String command, InstantSource clock) {
        this.invocation = invocation;
        this.command = command;
        this.clock = clock;
    }

    /// Keeps what this command line and the variables for gateway.yaml decide. The home must be open.
    ///
    /// @return what is decided now
    public Decisions keep(Home home) {
        DecisionsFile file = new DecisionsFile(home);
        Decisions before = file.read();
        Decisions after = withVariables(home, after(before));
        if (!after.equals(before)) {
            file.write(after);
        }
        return after;
    }

    /// Keeps the variables for gateway.yaml alone.
    public void keepVariables(Home home) {
        DecisionsFile file = new DecisionsFile(home);
        Decisions before = file.read();
        Decisions after = withVariables(home, before);
        if (!after.equals(before)) {
            file.write(after);
        }
    }

    private Decisions withVariables(Home home, Decisions decisions) {
        return decisions.withVariables(
                new RouteVariables(home).kept(invocation.surroundings().environment(), decisions.variables()));
    }

    /// What is decided once this command line is carried out.
    public Decisions after(Decisions before) {
        Instant now = clock.instant();
        Map<String, Decisions.Decision> settings = new TreeMap<>(before.settings());
        // A variable speaks for one shell; where the endpoint is, others have been told.
        invocation.endpointInEnvironment().forEach((key, variable) -> {
            String value = invocation.surroundings().environment().getOrDefault(variable, "");
            decide(settings, key, new Decisions.Decision(value, command + " (" + variable + ")", now));
        });
        invocation
                .decided()
                .forEach((key, value) -> decide(settings, key, new Decisions.Decision(value, command, now)));
        Path config = invocation.config();
        return before.withSettings(settings)
                .withConfig(
                        config == null
                                ? before.config()
                                : invocation
                                        .surroundings()
                                        .folder()
                                        .resolve(config)
                                        .normalize()
                                        .toString());
    }

    /// What was decided before keeps its day.
    private static void decide(Map<String, Decisions.Decision> settings, String key, Decisions.Decision made) {
        Decisions.Decision before = settings.get(key);
        if (before == null || !before.value().equals(made.value())) {
            settings.put(key, made);
        }
    }

    /// What another process has to be told besides the environment and the settings file, which it sees as well.
    public static Map<String, String> handedOn(Invocation invocation, Decisions decided, SettingsLoader loader) {
        Map<String, String> values = new TreeMap<>();
        decided.settings().forEach((key, decision) -> {
            if (!loader.isInEnvironment(key)) {
                values.put(key, decision.value());
            }
        });
        values.putAll(invocation.decided());
        return values;
    }

    /// Keeps where the endpoint is now. The home must be open.
    public static void served(Home home, Settings.Gateway gateway) {
        DecisionsFile file = new DecisionsFile(home);
        Decisions before = file.read();
        Decisions after = before.withEndpoint(endpoint(gateway));
        if (!after.equals(before)) {
            file.write(after);
        }
    }

    /// The endpoint that settings ask for.
    public static Decisions.Endpoint endpoint(Settings.Gateway gateway) {
        return new Decisions.Endpoint(gateway.listen(), gateway.port(), gateway.hosts(), gateway.origins());
    }

    /// Takes decisions of a run that failed back: what made it fail shall not make every `up` fail from then on.
    ///
    /// @param before what was decided before this run
    /// @param holds  for the key of a setting that something runs by, which stays decided
    public static void withdraw(Home home, Decisions before, Predicate<String> holds) {
        DecisionsFile file = new DecisionsFile(home);
        Decisions now = file.read();
        Map<String, Decisions.Decision> settings = new TreeMap<>(now.settings());
        settings.keySet().removeIf(key -> !holds.test(key));
        before.settings().forEach((key, decision) -> {
            if (!holds.test(key)) {
                settings.put(key, decision);
            }
        });
        if (!settings.equals(now.settings())) {
            file.write(now.withSettings(settings));
        }
    }

    /// The value of a setting as another process has to be told it: paths are absolute.
    public static String portable(Invocation invocation, String key, String value) {
        Path user = Path.of(invocation.surroundings().properties().getOrDefault("user.home", "."));
        return SettingFlags.portable(key, value, invocation.surroundings().folder(), user);
    }
}
