package io.aiplat.wire;

import java.io.IOException;

/// Duplex byte stream: two directions of bytes between us and one peer.
/// Reads and writes block their virtual thread.
///
/// One thread may read while another writes; two must not read, nor write, at the same time.
public interface Duplex {

    /// Waits for bytes.
    ///
    /// @return how many came, at least 1, or -1 once the peer has ended its side
    int read(byte[] into, int offset, int length) throws IOException;

    /// Hands all of the bytes to the peer's connection; returns when the system has taken them.
    void write(byte[] from, int offset, int length) throws IOException;

    /// Closes both directions. Any thread may, as often as it likes; whoever is blocked gets an exception.
    void close();
}
