package io.aiplat.launcher.settings;

import java.nio.file.Path;

/// Source of a setting: where a value was stated.
///
/// @param name what a person recognises: `/home/me/aiplat.yaml:3:9`, `AIPLAT_GATEWAY_PORT`, `--port`
/// @param base the folder that relative paths stated here are relative to
/// @param user the folder that `~` stands for
record SettingSource(String name, Path base, Path user) {
    /// The path that a text stated here means.
    Path resolve(String text) {
        return (text.startsWith("~/") ? user.resolve(text.substring(2)) : base.resolve(text)).normalize();
    }
}
