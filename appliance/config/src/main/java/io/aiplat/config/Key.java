package io.aiplat.config;

import org.jspecify.annotations.Nullable;

/// One key of a section.
///
/// @param fallback what holds where it is not written, as YAML; null for nothing
/// @param required whether the section makes no sense without it
/// @param doc      for the reference, a sentence or two
public record Key<T>(
        String name, ValueForm<T> form, @Nullable String fallback, boolean required, String doc) {
    /// A key that has to be there.
    public static <T> Key<T> required(String name, ValueForm<T> form, String doc) {
        return new Key<>(name, form, null, true, doc);
    }

    /// A key that may be missing.
    public static <T> Key<T> optional(String name, ValueForm<T> form, String doc) {
        return new Key<>(name, form, null, false, doc);
    }

    /// A key with a fallback, as YAML.
    public static <T> Key<T> with(String fallback, String name, ValueForm<T> form, String doc) {
        return new Key<>(name, form, fallback, false, doc);
    }
}
