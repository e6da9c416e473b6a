package io.aiplat.model;

/// A value that must not reach a log, a screen or a stack trace: it prints as `***`.
///
/// @param value the plain text; ask for it only where it is used
public record Secret(String value) {
    public Secret {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("an empty secret is a missing secret");
        }
    }

    @Override
    public String toString() {
        return "***";
    }
}
