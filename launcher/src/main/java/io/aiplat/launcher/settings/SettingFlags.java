package io.aiplat.launcher.settings;

import java.nio.file.Path;
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

    /// The value of a flag as a process with another working folder has to be told it: paths are absolute.
    ///
    /// @param folder the working folder here
    /// @param user   the folder that `~` stands for
    public static String portable(String key, String value, Path folder, Path user) {
        boolean isPath = SettingTable.find(key)
                        .filter(setting -> setting.type().equals(ValueTypes.FILE))
                        .isPresent()
                || OpenKey.parse(key)
                        .filter(open -> open.field().equals(OpenKey.PASSWORD_FILE))
                        .isPresent();
        return isPath ? new Origin(key, folder, user).resolve(value).toString() : value;
    }

    /// A flag.
    ///
    /// @param name with its hyphens
    /// @param key  of the setting it decides
    /// @param form what may be written
    public record SettingFlag(String name, String key, String form) {}
}
