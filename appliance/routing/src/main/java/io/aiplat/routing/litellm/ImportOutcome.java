package io.aiplat.routing.litellm;

/// Outcome of importing a field: what became of it.
public enum ImportOutcome {
    /// It means the same in the new file, or needs nothing there.
    EXACT,
    /// A person has to look at it; the note says what to do.
    MANUAL,
    /// There is nothing like it; the note says why.
    UNSUPPORTED
}
