package io.aiplat.launcher.settings;

import io.aiplat.cluster.ClusterSettings;
import io.aiplat.config.BoundedYaml;
import io.aiplat.config.ConfigSource;
import io.aiplat.config.ScalarForms;
import io.aiplat.config.YamlNode;
import io.aiplat.config.setting.RawSetting;
import io.aiplat.config.setting.Setting;
import io.aiplat.config.setting.SettingSection;
import io.aiplat.config.setting.SettingValues;
import io.aiplat.config.setting.WildcardSection;
import io.aiplat.gateway.access.GatewaySettings;
import io.aiplat.gateway.admin.MachinePriceSettings;
import io.aiplat.library.BundleSettings;
import io.aiplat.model.Problem;
import io.aiplat.model.Settings;
import io.aiplat.model.SpellingSuggestion;
import io.aiplat.provisioning.run.ModelSettings;
import io.aiplat.provisioning.run.WaitSettings;
import io.aiplat.provisioning.settings.DatabaseSettings;
import io.aiplat.provisioning.settings.ExposureSettings;
import io.aiplat.provisioning.settings.GpuSettings;
import io.aiplat.provisioning.settings.LlamaServerSettings;
import io.aiplat.quality.alert.AlertSettings;
import io.aiplat.quality.series.MetricSettings;
import io.aiplat.quality.trace.TraceSettings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Every setting there is: the sections of all rooms. The flags, the variables, the check of `aiplat.yaml` and the
/// reference come from here.
final class SettingTable {
    /// In the order of the reference.
    static final List<SettingSection<?>> SECTIONS = List.of(
            ClusterSettings.SECTION,
            GpuSettings.SECTION,
            GpuSettings.TUNING,
            BundleSettings.SECTION,
            ExposureSettings.SECTION,
            DatabaseSettings.SECTION,
            ModelSettings.SECTION,
            ModelSettings.DOWNLOADS,
            LlamaServerSettings.SECTION,
            GatewaySettings.SECTION,
            NetworkSettings.SECTION,
            ImageSettings.SECTION,
            ImageSettings.BASE,
            WaitSettings.SECTION,
            TraceSettings.SECTION,
            TraceSettings.GATEWAY_SECTION,
            AlertSettings.SECTION,
            MetricSettings.SECTION,
            MachinePriceSettings.SECTION);

    /// Those with a fixed key.
    static final List<Setting<?>> ALL = SECTIONS.stream()
            .<Setting<?>>flatMap(section -> section.settings().stream())
            .toList();

    private static final List<WildcardSection> WILDCARDS =
            SECTIONS.stream().flatMap(section -> section.wildcards().stream()).toList();

    /// Keys of earlier versions, by what to do instead.
    private static final Map<String, String> RETIRED = retired(SECTIONS);

    private SettingTable() {}

    private static Map<String, String> retired(List<SettingSection<?>> sections) {
        Map<String, String> retired = new HashMap<>();
        sections.forEach(section -> retired.putAll(section.retired()));
        return retired;
    }

    static Optional<Setting<?>> find(String key) {
        return ALL.stream().filter(s -> s.key().equals(key)).findFirst();
    }

    /// The setting that a variable decides.
    static Optional<Setting<?>> ofVariable(String name) {
        return ALL.stream().filter(s -> s.variable().equals(name)).findFirst();
    }

    static boolean isKnown(String key) {
        return find(key).isPresent() || isWildcard(key);
    }

    /// Whether a part of the key is one that people choose.
    static boolean isWildcard(String key) {
        return WILDCARDS.stream().anyMatch(section -> section.parts(key).isPresent());
    }

    /// Whether the value of a key is not shown.
    static boolean isSecret(String key) {
        return find(key).map(setting -> setting.form() == ScalarForms.SECRET).orElse(false)
                || WILDCARDS.stream().anyMatch(section -> section.isSecret(key));
    }

    /// Whether a key is one of a section whose keys people choose, so that it has fields below it.
    static boolean isChosen(String prefix) {
        return WILDCARDS.stream()
                .anyMatch(section -> !section.fields().isEmpty() && prefix.equals(section.prefix() + "."));
    }

    /// Whether the key is the beginning of others: `cluster`, `network.registries`.
    static boolean isSection(String key) {
        return sections().anyMatch(key::equals);
    }

    /// What is wrong with a key that is not known.
    ///
    /// @param place where it is stated, as a person recognises it
    static Problem unknown(String key, String place) {
        String instead = RETIRED.get(key);
        return instead == null
                ? SettingsProblems.unknownKey(key, place, nearest(key))
                : SettingsProblems.WORDING.retiredKey(key, place, instead);
    }

    /// What is wrong with a variable that is not known.
    static Problem unknownVariable(String name) {
        return RETIRED.keySet().stream()
                .filter(key -> Setting.variable(key).equals(name))
                .findFirst()
                .map(key -> unknown(key, name))
                .orElseGet(() -> SettingsProblems.unknownKey(
                        name,
                        name,
                        SpellingSuggestion.to(
                                name, ALL.stream().map(Setting::variable).toList())));
    }

    private static Optional<String> nearest(String key) {
        return SpellingSuggestion.to(
                key, Stream.concat(ALL.stream().map(Setting::key), sections()).toList());
    }

    /// What may be written for a key that is known.
    static String form(String key) {
        return find(key).map(s -> s.form().words()).orElse("text");
    }

    /// Whether the value of a key is a text, or texts separated by commas.
    static boolean isText(String key) {
        return find(key).map(Setting::isText).orElse(true);
    }

    /// Takes what a flag or a variable states.
    ///
    /// @param problems takes what is wrong with it
    static void take(
            String key, String text, ConfigSource source, List<RawSetting> stated, Consumer<Problem> problems) {
        try {
            Setting<?> setting = find(key).orElse(null);
            stated.add(new RawSetting(
                    key, setting == null ? YamlNode.Scalar.of(text) : setting.node(source.label(), text), source));
        } catch (BoundedYaml.Malformed e) {
            problems.accept(SettingsProblems.invalidValue(key, e.place(), e.reason(), form(key)));
        }
    }

    /// All sections, of the values that won.
    static Settings settings(Path home, SettingValues values, Map<String, String> sources) {
        return Settings.of(
                home,
                SECTIONS.stream().map(section -> section.build().apply(values)).toList(),
                sources);
    }

    private static Stream<String> sections() {
        Stream<String> ofKeys = ALL.stream()
                .map(Setting::key)
                .filter(key -> key.contains("."))
                .map(key -> key.substring(0, key.indexOf('.')));
        return Stream.concat(ofKeys, WILDCARDS.stream().map(WildcardSection::prefix))
                .distinct();
    }
}
