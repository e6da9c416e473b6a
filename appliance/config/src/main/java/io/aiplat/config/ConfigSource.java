package io.aiplat.config;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Configuration source: a file, a flag or a variable that values are stated by, and what they may refer to.
///
/// @param label       as a person recognises it: `/home/me/aiplat.yaml`, `--port`
/// @param folder      that relative paths are relative to
/// @param user        the folder that `~` stands for; null where it stands for itself
/// @param environment that `${env:NAME}` takes from; null where values are what is written and take nothing
public record ConfigSource(
        String label,
        Path folder,
        @Nullable Path user,
        @Nullable Map<String, String> environment) {
    public ConfigSource {
        environment = environment == null ? null : Map.copyOf(environment);
    }

    /// A text that stands for a file.
    public ConfigSource(String label, Path folder, Map<String, String> environment) {
        this(label, folder, null, environment);
    }

    /// A file; relative paths in it are relative to its folder.
    public static ConfigSource of(Path file, Map<String, String> environment) {
        return of(file, null, environment);
    }

    /// A file; relative paths in it are relative to its folder.
    ///
    /// @param user the folder that `~` stands for; null where it stands for itself
    public static ConfigSource of(Path file, @Nullable Path user, Map<String, String> environment) {
        Path folder = file.toAbsolutePath().normalize().getParent();
        return new ConfigSource(file.toString(), folder == null ? file : folder, user, environment);
    }

    /// A flag, a variable or the like, whose value is what is written.
    ///
    /// @param user the folder that `~` stands for
    public static ConfigSource plain(String label, Path folder, Path user) {
        return new ConfigSource(label, folder, user, null);
    }

    /// The path that a text stated here means.
    public Path resolve(String text) {
        return (user != null && text.startsWith("~/") ? user.resolve(text.substring(2)) : folder.resolve(text))
                .normalize();
    }
}
