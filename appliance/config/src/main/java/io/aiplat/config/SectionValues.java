package io.aiplat.config;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What was read of one section, all of it without a problem.
///
/// @param name   under which it stands: its path's last part
/// @param values by key; those that nobody wrote and that have no fallback are missing
public record SectionValues(String name, Map<Key<?>, Object> values) {
    public SectionValues {
        values = Map.copyOf(values);
    }

    /// A value that is required or has a fallback.
    public <T> T of(Key<T> key) {
        return Objects.requireNonNull(optional(key), () -> key.name() + " is neither required nor has it a fallback");
    }

    /// A value that may be missing.
    @SuppressWarnings("unchecked") // Section puts under a key only what the key's form read.
    public <T> @Nullable T optional(Key<T> key) {
        return (T) values.get(key);
    }
}
