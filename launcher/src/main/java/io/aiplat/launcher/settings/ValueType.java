package io.aiplat.launcher.settings;

import java.util.List;
import java.util.function.BiFunction;

/// How the text of a value is read.
///
/// @param form  what may be written, for the reference and for the problem of a value that is refused
/// @param words all that may be written, where these are few; none where they are many
/// @param read  throws [IllegalArgumentException] with the reason, a full sentence, for what it refuses
record ValueType<T>(String form, List<String> words, BiFunction<String, SettingSource, T> read) {
    ValueType(String form, BiFunction<String, SettingSource, T> read) {
        this(form, List.of(), read);
    }
}
