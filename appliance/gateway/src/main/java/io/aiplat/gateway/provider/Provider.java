package io.aiplat.gateway.provider;

import io.aiplat.gateway.call.AttemptFailed;
import io.aiplat.gateway.upstream.Attempt;
import java.io.IOException;

/// Adapter of one kind of upstream: one way to reach models.
/// One contract test holds for all.
public interface Provider extends AutoCloseable {
    /// Makes one attempt: asks the upstream, and answers the client with what it says.
    ///
    /// As long as [io.aiplat.gateway.responder.Responder#hasBegun] is false after a failure, another attempt
    /// may follow. A client that leaves ends the attempt at once.
    ///
    /// @throws AttemptFailed if the upstream did not give the answer, or not to its end
    /// @throws IOException   if the client cannot be answered any more
    void attempt(Attempt attempt) throws AttemptFailed, IOException;

    /// Lets go of connections.
    @Override
    void close();
}
