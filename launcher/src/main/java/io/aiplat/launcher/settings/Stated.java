package io.aiplat.launcher.settings;

/// A value as somebody wrote it.
///
/// @param key  of a setting, perhaps a wrong one
/// @param text the value; items of a list are joined by commas
record Stated(String key, String text, Origin origin) {}
