package io.aiplat.launcher.settings;

import java.util.function.BiFunction;

/// How the text of a value is read.
///
/// @param form what may be written, for the reference and for the problem of a value that is refused
/// @param read throws [IllegalArgumentException] with the reason, a full sentence, for what it refuses
record ValueType<T>(String form, BiFunction<String, Origin, T> read) {}
