package io.aiplat.wire.http;

import java.io.IOException;

/// The memory that request bodies of the whole process may take together.
public interface BodyBudget {

    /// Waits for memory.
    ///
    /// A body asks again each time it has to grow. Bodies that hold some and wait for more could wait for each
    /// other, so whoever grants must let a wait with `held` above 0 end.
    ///
    /// @param bytes how much more
    /// @param held  what this body has already; 0 for one that begins
    /// @throws IOException if it waited too long; a [MalformedRequest] says what the client is told
    void acquire(int bytes, int held) throws IOException;

    /// Gives memory back.
    void release(int bytes);
}
