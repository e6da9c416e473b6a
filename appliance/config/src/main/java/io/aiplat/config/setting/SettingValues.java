package io.aiplat.config.setting;

import io.aiplat.config.BoundedYaml;
import io.aiplat.config.ConfigParse;
import io.aiplat.config.ConfigSource;
import io.aiplat.config.FileProblems;
import io.aiplat.config.ValueForm;
import io.aiplat.config.YamlNode;
import io.aiplat.model.Problem;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The value that won for each key, read as its setting says.
public final class SettingValues {
    private final Map<String, RawSetting> winners = new LinkedHashMap<>();
    private final ConfigSource fallbacks;
    private final FileProblems wording;
    private final List<Problem> problems;

    /// Takes what is stated.
    ///
    /// @param stated    in the order of rank: a later one wins
    /// @param fallbacks the source of values nobody stated
    /// @param wording   how problems are told
    /// @param problems  takes what cannot be read
    public SettingValues(
            Collection<RawSetting> stated, ConfigSource fallbacks, FileProblems wording, List<Problem> problems) {
        stated.forEach(s -> winners.put(s.key(), s));
        this.fallbacks = fallbacks;
        this.wording = wording;
        this.problems = problems;
    }

    /// The value, or null where it is neither stated nor has a fallback, and where it cannot be read.
    public <T> @Nullable T optional(Setting<T> setting) {
        RawSetting stated = winners.get(setting.key());
        return stated == null ? fallback(setting) : read(stated, setting.form());
    }

    /// The value of a setting that has a fallback; that one where the stated one cannot be read, which is
    /// noted as a problem, so that the result is never used.
    public <T> T of(Setting<T> setting) {
        T value = optional(setting);
        return Objects.requireNonNull(value == null ? fallback(setting) : value, setting.key());
    }

    private <T> @Nullable T fallback(Setting<T> setting) {
        String text = setting.fallback();
        if (text == null) {
            return null;
        }
        try {
            YamlNode node = setting.node(fallbacks.label(), text);
            return setting.form().read(node, setting.key(), new ConfigParse(fallbacks, wording));
        } catch (BoundedYaml.Malformed e) {
            throw new IllegalStateException("the table has a fallback that is no YAML: " + text, e);
        }
    }

    /// A stated value; null where it cannot be read, which is noted as a problem.
    public <T> @Nullable T read(RawSetting stated, ValueForm<T> form) {
        ConfigParse reading = new ConfigParse(stated.source(), wording);
        try {
            T value = form.read(stated.node(), stated.key(), reading);
            problems.addAll(reading.problems());
            return reading.problems().isEmpty() ? value : null;
        } catch (ConfigParse.Enough e) {
            problems.addAll(e.problems());
            return null;
        }
    }

    /// Notes a problem of what is stated.
    public void report(Problem problem) {
        problems.add(problem);
    }

    /// What is stated for a key; empty if it has its fallback.
    public Optional<RawSetting> stated(String key) {
        return Optional.ofNullable(winners.get(key));
    }

    /// Everything that is stated.
    public Collection<RawSetting> stated() {
        return winners.values();
    }

    /// What is stated in a wildcard section, by the part that people chose, in alphabetical order, and by field.
    public Map<String, Map<String, RawSetting>> in(WildcardSection section) {
        Map<String, Map<String, RawSetting>> stated = new TreeMap<>();
        winners.values()
                .forEach(raw -> section.parts(raw.key())
                        .ifPresent(parts -> stated.computeIfAbsent(parts.chosen(), _ -> new LinkedHashMap<>())
                                .put(parts.field(), raw)));
        return stated;
    }
}
