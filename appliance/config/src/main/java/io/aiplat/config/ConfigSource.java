package io.aiplat.config;

import java.nio.file.Path;
import java.util.Map;

/// Configuration source: a file, a flag or a variable that values are stated by, and what they may refer to.
///
/// @param label       as a person recognises it: `/home/me/aiplat.yaml`, `--port`
/// @param folder      that relative paths are relative to
/// @param environment that `${env:NAME}` takes from
public record ConfigSource(String label, Path folder, Map<String, String> environment) {
    public ConfigSource {
        environment = Map.copyOf(environment);
    }

    /// A file; relative paths in it are relative to its folder.
    public static ConfigSource of(Path file, Map<String, String> environment) {
        Path folder = file.toAbsolutePath().normalize().getParent();
        return new ConfigSource(file.toString(), folder == null ? file : folder, environment);
    }

    /// The path that a text stated here means.
    public Path resolve(String text) {
        return folder.resolve(text).normalize();
    }
}
