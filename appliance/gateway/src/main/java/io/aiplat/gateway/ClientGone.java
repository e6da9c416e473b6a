package io.aiplat.gateway;

import io.helidon.webserver.CloseConnectionException;

/// Nobody is there any more to take the answer. Goes through the engine, which stops generating, and then
/// closes the connection.
final class ClientGone extends CloseConnectionException {
    ClientGone(Throwable cause) {
        super("the client left before its answer was complete", cause);
    }
}
