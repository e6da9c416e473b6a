package io.aiplat.quality.trace;

import org.jspecify.annotations.Nullable;

/// Score: what somebody thinks of a trace, or of one observation in it.
///
/// @param id          of the score; one of the same again replaces it
/// @param trace       32 hexadecimal digits
/// @param observation 16 hexadecimal digits; null for the whole trace
/// @param name        of what is scored, such as `helpful`
/// @param value       a number; null for a word alone
/// @param word        a category; null for a number alone
/// @param comment     null for none
/// @param at          milliseconds since 1970
public record TraceScore(
        String id,
        String trace,
        @Nullable String observation,
        String name,
        @Nullable Double value,
        @Nullable String word,
        @Nullable String comment,
        long at) {}
