package io.aiplat.model;

/// Readiness check result: what one look at something that is starting has shown.
/// A wait polls this, and when its time is up the last [NotYet#reason] becomes the problem's `why`.
public sealed interface Readiness {
    /// It was seen working.
    record Ready() implements Readiness {}

    /// Still on its way.
    ///
    /// @param reason what is missing, as a sentence a person understands
    record NotYet(String reason) implements Readiness {}

    /// Waiting longer is useless.
    record Never(Problem problem) implements Readiness {}
}
