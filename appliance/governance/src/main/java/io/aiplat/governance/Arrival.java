package io.aiplat.governance;

/// Whether a key may send the body of a request.
public sealed interface Arrival permits Upload, Refusal {}
