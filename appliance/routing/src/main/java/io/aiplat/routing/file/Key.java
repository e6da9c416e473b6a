package io.aiplat.routing.file;

import org.jspecify.annotations.Nullable;

/// One key of a section.
///
/// @param fallback what holds where it is not written, as YAML; null for nothing
/// @param required whether the section makes no sense without it
/// @param doc      for the reference, a sentence or two
record Key<T>(String name, ValueForm<T> form, @Nullable String fallback, boolean required, String doc) {
    static <T> Key<T> required(String name, ValueForm<T> form, String doc) {
        return new Key<>(name, form, null, true, doc);
    }

    static <T> Key<T> optional(String name, ValueForm<T> form, String doc) {
        return new Key<>(name, form, null, false, doc);
    }

    static <T> Key<T> with(String fallback, String name, ValueForm<T> form, String doc) {
        return new Key<>(name, form, fallback, false, doc);
    }
}
