package io.aiplat.gateway.guard;

import java.io.IOException;

/// Memory budget of guards: one takes from it before it makes something large.
@FunctionalInterface
public interface GuardMemory {
    /// One without bounds, for what is bounded elsewhere.
    GuardMemory FREE = _ -> {};

    /// Takes some, until the request is answered.
    ///
    /// @throws io.aiplat.wire.http.MalformedRequest if there is none
    void hold(int bytes) throws IOException;
}
