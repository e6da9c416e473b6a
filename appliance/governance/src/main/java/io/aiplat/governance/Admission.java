package io.aiplat.governance;

/// The answer to a token: the key it opens, or why it opens none.
public sealed interface Admission permits KeySnapshot, Denial {}
