package io.aiplat.routing;

/// Refuses impossible records with a sentence that a person can act on.
final class Checks {
    private Checks() {}

    /// Throws [IllegalArgumentException] with the sentence unless it holds.
    static void that(boolean holds, String sentence) {
        if (!holds) {
            throw new IllegalArgumentException(sentence);
        }
    }
}
