package io.aiplat.gateway.guard;

/// A text that guards look at.
///
/// @param group  texts that follow each other and are of the same group are read as one; -1 for a text alone
/// @param spoken whether somebody may be speaking, and not only naming something
record Text(String text, int group, boolean spoken) {
    /// A text alone.
    static Text of(String text) {
        return new Text(text, -1, true);
    }

    Text with(String other) {
        return new Text(other, group, spoken);
    }
}
