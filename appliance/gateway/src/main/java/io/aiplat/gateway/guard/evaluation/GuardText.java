package io.aiplat.gateway.guard.evaluation;

/// A text that guards look at.
///
/// @param group  texts that follow each other and are of the same group are read as one; -1 for a text alone
/// @param spoken whether somebody may be speaking, and not only naming something
public record GuardText(String text, int group, boolean spoken) {
    /// A text alone.
    public static GuardText of(String text) {
        return new GuardText(text, -1, true);
    }

    GuardText with(String other) {
        return new GuardText(other, group, spoken);
    }
}
