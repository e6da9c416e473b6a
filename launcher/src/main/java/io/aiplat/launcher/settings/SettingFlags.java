package io.aiplat.launcher.settings;

import io.aiplat.config.ConfigSource;
import io.aiplat.config.setting.Setting;
import io.aiplat.config.setting.SettingForms;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/// The settings that have a flag of their own, for whoever builds the command line.
public final class SettingFlags {
    /// All of them, in the order of the reference.
    public static final List<SettingFlag> ALL = SettingTable.ALL.stream()
            .filter(s -> s.flag() != null)
            .map(s -> new SettingFlag(
                    Objects.requireNonNull(s.flag()),
                    s.key(),
                    s.form().words(),
                    s.form().choices()))
            .toList();

    private SettingFlags() {}

    /// The keys of all settings, those without a flag as well, in the order of the reference.
    public static List<String> keys() {
        return SettingTable.ALL.stream().map(Setting::key).toList();
    }

    /// All that may be written for a key, where these are few words; none where they are many, or there is no such
    /// setting.
    public static List<String> words(String key) {
        return SettingTable.find(key).map(setting -> setting.form().choices()).orElse(List.of());
    }

    /// The value of a flag as a process with another working folder has to be told it: paths are absolute.
    ///
    /// @param folder the working folder here
    /// @param user   the folder that `~` stands for
    public static String portable(String key, String value, Path folder, Path user) {
        boolean isPath = SettingTable.find(key)
                        .filter(setting -> setting.form().equals(SettingForms.FILE))
                        .isPresent()
                || NetworkSettings.REGISTRIES
                        .parts(key)
                        .filter(parts -> parts.field().equals(NetworkSettings.PASSWORD_FILE))
                        .isPresent();
        return isPath ? ConfigSource.plain(key, folder, user).resolve(value).toString() : value;
    }

    /// A flag.
    ///
    /// @param name  with its hyphens
    /// @param key   of the setting it decides
    /// @param form  what may be written
    /// @param words all that may be written, where these are few; none where they are many
    public record SettingFlag(String name, String key, String form, List<String> words) {
        public SettingFlag {
            words = List.copyOf(words);
        }
    }
}
