package io.aiplat.gateway.responder;

/// Client disconnect: nobody is there any more to take the answer.
/// Goes through the engine, which stops generating, and ends the call.
public final class ClientDisconnected extends RuntimeException {
    /// @param cause what failed when the answer was to be given
    public ClientDisconnected(Throwable cause) {
        super("the client left before its answer was complete", cause);
    }
}
