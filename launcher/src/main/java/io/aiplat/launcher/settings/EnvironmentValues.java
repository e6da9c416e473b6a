package io.aiplat.launcher.settings;

import io.aiplat.config.ConfigSource;
import io.aiplat.config.setting.RawSetting;
import io.aiplat.model.Problem;
import io.aiplat.provisioning.run.ModelSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What the environment states: `AIPLAT_*`, and the variables that other programs read as well.
final class EnvironmentValues {
    static final String CONFIG = "AIPLAT_CONFIG";
    /// Variables that are no settings, by what they do.
    static final Map<String, String> OTHERS = new TreeMap<>(Map.of(
            HomeFolder.VARIABLE,
            "where aiplat keeps its data, as `--home`",
            CONFIG,
            "the settings file, as `--config`",
            "AIPLAT_JAVA",
            "home of the JDK to run on",
            "AIPLAT_JAVA_OPTIONS",
            "options for the JVM, read by the `aiplat` command of install.sh"));

    private static final List<Shared> SHARED = List.of(
            new Shared("http_proxy", NetworkSettings.HTTP_PROXY.key()),
            new Shared("https_proxy", NetworkSettings.HTTPS_PROXY.key()),
            new Shared("no_proxy", NetworkSettings.NO_PROXY.key()),
            new Shared("HF_TOKEN", ModelSettings.HUB_TOKEN.key()),
            new Shared("HF_ENDPOINT", ModelSettings.HUB.key()));

    private final Map<String, String> environment;
    private final Path folder;
    private final Path user;

    private record Shared(String variable, String key) {}

    EnvironmentValues(Map<String, String> environment, Path folder, Path user) {
        this.environment = new TreeMap<>(environment);
        this.folder = folder;
        this.user = user;
    }

    /// What other programs read too, of the lowest rank: everything that is said to aiplat itself beats it.
    ///
    /// @param problems takes what cannot be read
    List<RawSetting> shared(List<Problem> problems) {
        List<RawSetting> stated = new ArrayList<>();
        for (Shared shared : SHARED) {
            String upper = shared.variable().toUpperCase(java.util.Locale.ROOT);
            // As curl has it, the lower-case name comes first.
            Optional<String> name = List.of(shared.variable(), upper).stream()
                    .filter(n -> !environment.getOrDefault(n, "").isBlank())
                    .findFirst();
            name.ifPresent(n -> take(shared.key(), n, stated, problems));
        }
        return stated;
    }

    /// The settings of the environment.
    ///
    /// @param problems takes variables that begin with `AIPLAT_` and mean nothing
    List<RawSetting> settings(List<Problem> problems) {
        List<RawSetting> stated = new ArrayList<>();
        environment.keySet().stream()
                .filter(name -> name.startsWith("AIPLAT_") && !OTHERS.containsKey(name))
                .forEach(name -> SettingTable.ofVariable(name)
                        .ifPresentOrElse(
                                setting -> take(setting.key(), name, stated, problems),
                                () -> problems.add(SettingTable.unknownVariable(name))));
        return stated;
    }

    private void take(String key, String variable, List<RawSetting> stated, List<Problem> problems) {
        SettingTable.take(
                key,
                environment.getOrDefault(variable, ""),
                ConfigSource.plain(variable, folder, user),
                stated,
                problems::add);
    }
}
