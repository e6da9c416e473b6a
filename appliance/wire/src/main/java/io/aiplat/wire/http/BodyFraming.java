package io.aiplat.wire.http;

/// How the end of a message's body is found.
public sealed interface BodyFraming {

    /// There is no body.
    record None() implements BodyFraming {}

    /// So many bytes follow, 1 or more.
    record Length(long bytes) implements BodyFraming {}

    /// Chunks follow.
    record Chunked() implements BodyFraming {}
}
