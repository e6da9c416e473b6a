package io.aiplat.gateway.guard;

import java.io.IOException;

/// A memory budget that a look takes from before it makes something large.
@FunctionalInterface
public interface Memory {
    /// One without bounds, for what is bounded elsewhere.
    Memory FREE = _ -> {};

    /// Takes some, until the request is answered.
    ///
    /// @throws io.aiplat.wire.http.MalformedRequest if there is none
    void hold(int bytes) throws IOException;
}
