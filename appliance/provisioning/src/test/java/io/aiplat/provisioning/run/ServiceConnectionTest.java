package io.aiplat.provisioning.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.aiplat.model.Readiness;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import org.junit.jupiter.api.Test;

class ServiceConnectionTest {
    /// Does something with each connection.
    private interface Server {
        void take(Socket connection) throws IOException;
    }

    private static Readiness look(Server server) throws IOException {
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                try {
                    server.take(listening.accept());
                } catch (IOException _) {
                    // The test is over.
                }
            });
            return ServiceConnection.look(URI.create("http://127.0.0.1:" + listening.getLocalPort()), "web");
        }
    }

    @Test
    void aServerThatWaitsToBeAskedIsThere() throws IOException {
        assertEquals(new Readiness.Ready(), look(_ -> {}));
    }

    @Test
    void aServerThatSpeaksFirstIsThere() throws IOException {
        assertEquals(
                new Readiness.Ready(),
                look(connection -> connection.getOutputStream().write('2')));
    }

    @Test
    void aWayWithoutAServerBehindItIsNot() throws IOException {
        assertInstanceOf(Readiness.NotYet.class, look(Socket::close));
    }

    @Test
    void aPortWhereNobodyListensIsNot() throws IOException {
        int port;
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = gone.getLocalPort();
        }
        assertInstanceOf(Readiness.NotYet.class, ServiceConnection.look(URI.create("http://127.0.0.1:" + port), "web"));
    }
}
