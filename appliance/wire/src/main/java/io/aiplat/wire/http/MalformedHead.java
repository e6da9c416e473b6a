package io.aiplat.wire.http;

import java.io.IOException;

/// Bytes that are no head, or no framing, of HTTP/1.1. The message says what is wrong with them.
public final class MalformedHead extends IOException {

    /// Says what is wrong, in a few words without quoting what came.
    public MalformedHead(String reason) {
        super(reason);
    }
}
