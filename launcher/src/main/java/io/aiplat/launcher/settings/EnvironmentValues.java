package io.aiplat.launcher.settings;

import io.aiplat.config.ConfigSource;
import io.aiplat.config.setting.RawSetting;
import io.aiplat.config.setting.Setting;
import io.aiplat.model.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What the environment states: `AIPLAT_*`, and the proxies that other programs read as well.
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

    private static final List<Proxy> PROXIES = List.of(
            new Proxy("http_proxy", NetworkSettings.HTTP_PROXY),
            new Proxy("https_proxy", NetworkSettings.HTTPS_PROXY),
            new Proxy("no_proxy", NetworkSettings.NO_PROXY));

    private final Map<String, String> environment;
    private final Path folder;
    private final Path user;

    private record Proxy(String variable, Setting<?> setting) {}

    EnvironmentValues(Map<String, String> environment, Path folder, Path user) {
        this.environment = new TreeMap<>(environment);
        this.folder = folder;
        this.user = user;
    }

    /// The proxies of the environment, of the lowest rank: everything aiplat reads itself beats them.
    ///
    /// @param problems takes what cannot be read
    List<RawSetting> proxies(List<Problem> problems) {
        List<RawSetting> stated = new ArrayList<>();
        for (Proxy proxy : PROXIES) {
            String upper = proxy.variable().toUpperCase(java.util.Locale.ROOT);
            // As curl has it, the lower-case name comes first.
            Optional<String> name = List.of(proxy.variable(), upper).stream()
                    .filter(n -> !environment.getOrDefault(n, "").isBlank())
                    .findFirst();
            name.ifPresent(n -> take(proxy.setting().key(), n, stated, problems));
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
