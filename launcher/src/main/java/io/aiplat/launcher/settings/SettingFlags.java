package io.aiplat.launcher.settings;

import java.util.List;
import java.util.Objects;

/// The settings that have a flag of their own, for whoever builds the command line.
public final class SettingFlags {
    /// All of them, in the order of the reference.
    public static final List<SettingFlag> ALL = SettingTable.ALL.stream()
            .filter(s -> s.flag() != null)
            .map(s -> new SettingFlag(
                    Objects.requireNonNull(s.flag()), s.key(), s.type().form()))
            .toList();

    private SettingFlags() {}

    /// A flag.
    ///
    /// @param name with its hyphens
    /// @param key  of the setting it decides
    /// @param form what may be written
    public record SettingFlag(String name, String key, String form) {}
}
