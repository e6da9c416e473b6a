package io.aiplat.provisioning.run;

import io.aiplat.model.Readiness;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;

/// A connection to a service through a way that takes every connection, and ends it where nobody is behind.
final class ServiceConnection {
    private static final int CONNECT_MILLIS = 2_000;

    /// Most servers say nothing before they are asked; a way without one behind it ends sooner.
    private static final int SILENCE_MILLIS = 700;

    private ServiceConnection() {}

    /// Looks once: a server that speaks, or keeps the connection open, is there, whatever its protocol.
    static Readiness look(URI way, String service) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(way.getHost(), way.getPort()), CONNECT_MILLIS);
            socket.setSoTimeout(SILENCE_MILLIS);
            return socket.getInputStream().read() < 0
                    ? new Readiness.NotYet("A connection to " + service + " is ended at once.")
                    : new Readiness.Ready();
        } catch (SocketTimeoutException _) {
            return new Readiness.Ready();
        } catch (IOException e) {
            return new Readiness.NotYet("A connection to " + service + " fails: " + e.getMessage());
        }
    }
}
