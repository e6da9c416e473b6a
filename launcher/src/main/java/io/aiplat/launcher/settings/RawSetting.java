package io.aiplat.launcher.settings;

/// Raw setting: a value as somebody wrote it.
///
/// @param key  of a setting, perhaps a wrong one
/// @param text the value; items of a list are joined by commas
record RawSetting(String key, String text, SettingSource origin) {}
