package io.aiplat.config.setting;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// The settings of one room: the table of them, and what comes of their values.
///
/// @param settings  in the order of the reference
/// @param wildcards keys with a part that people choose
/// @param retired   keys of earlier versions, by what to do instead, as an imperative
/// @param build     makes what the room works with
public record SettingSection<T>(
        List<Setting<?>> settings,
        List<WildcardSection> wildcards,
        Map<String, String> retired,
        Function<SettingValues, T> build) {
    public SettingSection {
        settings = List.copyOf(settings);
        wildcards = List.copyOf(wildcards);
        retired = Map.copyOf(retired);
    }

    /// A section whose keys are all fixed, and have always been these.
    public SettingSection(List<Setting<?>> settings, Function<SettingValues, T> build) {
        this(settings, List.of(), Map.of(), build);
    }
}
