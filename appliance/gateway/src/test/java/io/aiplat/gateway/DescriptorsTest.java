package io.aiplat.gateway;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// More connections than the process may have descriptors. Nobody needs a key to make them.
@Timeout(30)
class DescriptorsTest {
    /// Of which the JARs of a class path for tests take more than a hundred.
    private static final int DESCRIPTORS = 256;

    /// Idle connections ended the listener for good.
    @Test
    void aClientIsServedWhileMoreConnectionsComeThanThereAreDescriptors() throws IOException {
        List<Socket> idle = new ArrayList<>();
        try (LimitedGateway gateway = new LimitedGateway(DESCRIPTORS)) {
            assertServed(gateway, 0);
            try {
                for (int i = 1; i <= 400; i++) {
                    idle.add(gateway.socket());
                    if (i % 20 == 0) {
                        assertServed(gateway, i);
                    }
                }
            } finally {
                for (Socket socket : idle) {
                    socket.close();
                }
            }
            assertServed(gateway, 0);
        }
    }

    private static void assertServed(LimitedGateway gateway, int others) throws IOException {
        String answer = gateway.chat();
        assertTrue(answer.startsWith("HTTP/1.1 200 "), "with " + others + " other connections: " + answer);
    }

    /// Connections that come and go as fast as a client can make them.
    @Test
    void aClientIsServedWhileConnectionsComeAndGo() throws Exception {
        try (LimitedGateway gateway = new LimitedGateway(DESCRIPTORS)) {
            List<Thread> others = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                others.add(Thread.ofPlatform().start(() -> {
                    for (int n = 0; n < 500; n++) {
                        connect(gateway);
                    }
                }));
            }
            while (others.stream().anyMatch(Thread::isAlive)) {
                assertServed(gateway, 4);
            }
        }
    }

    private static void connect(LimitedGateway gateway) {
        try {
            gateway.socket().close();
        } catch (IOException e) {
            throw new AssertionError("the listener is gone", e);
        }
    }
}
