package io.aiplat.gateway.http;

import io.helidon.webserver.CloseConnectionException;

/// Client disconnect: nobody is there any more to take the answer.
/// Goes through the engine, which stops generating, and then closes the connection.
public final class ClientDisconnected extends CloseConnectionException {
    public ClientDisconnected(Throwable cause) {
        super("the client left before its answer was complete", cause);
    }
}
