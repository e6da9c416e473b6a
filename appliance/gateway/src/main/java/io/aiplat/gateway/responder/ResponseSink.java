package io.aiplat.gateway.responder;

import io.aiplat.wire.ByteSlice;
import java.io.IOException;
import java.util.List;

/// Sink of a response: the way of an answer to its client, or a part of that way.
/// An answer comes in one piece, or is begun, written and ended.
public interface ResponseSink {
    /// An answer in one piece. Whoever passes it on may change it, or keep it back.
    void whole(int status, List<ByteSlice> content) throws IOException;

    /// An answer begins that comes in parts.
    void begin(int status) throws IOException;

    /// A part of it; the array is the caller's again afterwards.
    void write(byte[] from, int offset, int length) throws IOException;

    /// All parts have come.
    void end() throws IOException;
}
