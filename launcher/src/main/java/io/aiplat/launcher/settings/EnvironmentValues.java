package io.aiplat.launcher.settings;

import io.aiplat.model.Problem;
import io.aiplat.model.SpellingSuggestion;
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
            new Proxy("http_proxy", SettingTable.HTTP_PROXY),
            new Proxy("https_proxy", SettingTable.HTTPS_PROXY),
            new Proxy("no_proxy", SettingTable.NO_PROXY));

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
    List<RawSetting> proxies() {
        List<RawSetting> stated = new ArrayList<>();
        for (Proxy proxy : PROXIES) {
            String upper = proxy.variable().toUpperCase(java.util.Locale.ROOT);
            // As curl has it, the lower-case name comes first.
            Optional<String> name = List.of(proxy.variable(), upper).stream()
                    .filter(n -> !environment.getOrDefault(n, "").isBlank())
                    .findFirst();
            name.ifPresent(n -> stated.add(stated(proxy.setting().key(), n)));
        }
        return stated;
    }

    /// The settings of the environment.
    ///
    /// @param problems takes variables that begin with `AIPLAT_` and mean nothing
    List<RawSetting> settings(List<Problem> problems) {
        List<RawSetting> stated = new ArrayList<>();
        List<String> names = SettingTable.ALL.stream().map(Setting::variable).toList();
        environment.keySet().stream()
                .filter(name -> name.startsWith("AIPLAT_") && !OTHERS.containsKey(name))
                .forEach(name -> {
                    int index = names.indexOf(name);
                    if (index < 0) {
                        problems.add(SettingsProblems.unknownKey(name, name, SpellingSuggestion.to(name, names)));
                    } else {
                        stated.add(stated(SettingTable.ALL.get(index).key(), name));
                    }
                });
        return stated;
    }

    private RawSetting stated(String key, String variable) {
        return new RawSetting(key, environment.getOrDefault(variable, ""), origin(variable));
    }

    private SettingSource origin(String variable) {
        return new SettingSource(variable, folder, user);
    }
}
