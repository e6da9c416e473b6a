package io.aiplat.launcher.settings;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Command line settings: what flags decide.
///
/// @param home   of `--home`; null where it was not given
/// @param config of `--config`; null where it was not given
/// @param flags  settings in the order given; a later one wins
public record CommandLineSettings(
        @Nullable Path home, @Nullable Path config, List<Flag> flags) {
    public CommandLineSettings {
        flags = List.copyOf(flags);
    }

    /// One setting decided by a flag.
    ///
    /// @param name of the flag, with its hyphens
    /// @param key  of the setting
    public record Flag(String name, String key, String value) {}
}
