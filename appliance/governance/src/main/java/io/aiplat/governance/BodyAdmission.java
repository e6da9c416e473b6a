package io.aiplat.governance;

/// Admission control of a request's body: whether a key may send it.
public sealed interface BodyAdmission permits Upload, RequestDenied {}
