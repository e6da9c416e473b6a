package io.aiplat.launcher.settings;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One thing a person can decide.
///
/// @param key      its path in `aiplat.yaml`, words joined by dots
/// @param fallback what is used where nobody decides; null for "not set"
/// @param flag     of the commands that take settings; null where only `--set` reaches it
/// @param doc      for the reference, one or two sentences
record Setting<T>(
        String key,
        ValueType<T> type,
        @Nullable String fallback,
        @Nullable String flag,
        String doc) {

    /// The environment variable that decides it.
    String variable() {
        return "AIPLAT_" + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }
}
