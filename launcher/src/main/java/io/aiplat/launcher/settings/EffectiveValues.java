package io.aiplat.launcher.settings;

import io.aiplat.model.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The value that won for each key, read as its setting says.
final class EffectiveValues {
    private final Map<String, RawSetting> winners = new LinkedHashMap<>();
    private final SettingSource fallbacks;
    private final List<Problem> problems;

    /// @param stated    in the order of rank: a later one wins
    /// @param fallbacks the origin of values nobody stated
    /// @param problems  takes what cannot be read
    EffectiveValues(Collection<RawSetting> stated, SettingSource fallbacks, List<Problem> problems) {
        stated.forEach(s -> winners.put(s.key(), s));
        this.fallbacks = fallbacks;
        this.problems = problems;
    }

    /// The value, or null where it is neither stated nor has a fallback, and where it cannot be read.
    <T> @Nullable T optional(Setting<T> setting) {
        RawSetting stated = winners.get(setting.key());
        if (stated == null) {
            return setting.fallback() == null ? null : setting.type().read().apply(setting.fallback(), fallbacks);
        }
        try {
            return setting.type().read().apply(stated.text(), stated.origin());
        } catch (IllegalArgumentException e) {
            problems.add(SettingsProblems.invalidValue(
                    setting.key(),
                    stated.origin().name(),
                    String.valueOf(e.getMessage()),
                    setting.type().form()));
            return null;
        }
    }

    /// The value of a setting that has a fallback; that one where the stated one cannot be read, which is
    /// noted as a problem, so that the result is never used.
    <T> T required(Setting<T> setting) {
        T value = optional(setting);
        return value == null ? setting.type().read().apply(String.valueOf(setting.fallback()), fallbacks) : value;
    }

    /// What is stated in an open section, by the part that people chose, in alphabetical order.
    Map<String, List<RawSetting>> open(String section) {
        Function<RawSetting, String> chosen =
                s -> WildcardKey.parse(s.key()).orElseThrow().chosen();
        return winners.values().stream()
                .filter(s -> WildcardKey.parse(s.key())
                        .filter(k -> k.section().equals(section))
                        .isPresent())
                .collect(Collectors.groupingBy(chosen, TreeMap::new, Collectors.toList()));
    }

    /// Where each stated value came from, by key.
    Map<String, String> sources() {
        Map<String, String> sources = new LinkedHashMap<>();
        winners.forEach((key, stated) -> sources.put(key, stated.origin().name()));
        return sources;
    }

    /// Every setting for a person to read, in the order of the table.
    List<SettingsResult.Value> report() {
        List<SettingsResult.Value> report = new ArrayList<>();
        for (Setting<?> setting : SettingTable.ALL) {
            RawSetting stated = winners.get(setting.key());
            report.add(
                    stated == null
                            ? new SettingsResult.Value(
                                    setting.key(), Objects.requireNonNullElse(setting.fallback(), ""), "default")
                            : shown(stated));
        }
        winners.values().stream()
                .filter(s -> WildcardKey.parse(s.key()).isPresent())
                .map(EffectiveValues::shown)
                .forEach(report::add);
        return report;
    }

    private static SettingsResult.Value shown(RawSetting stated) {
        boolean secret = stated.key().endsWith("." + WildcardKey.PASSWORD);
        // A proxy's address may carry a password.
        String value = secret ? "***" : stated.text().replaceAll("//[^/@]*@", "//***@");
        return new SettingsResult.Value(stated.key(), value, stated.origin().name());
    }
}
