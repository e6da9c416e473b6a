package io.aiplat.gateway.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.testkit.Eventually;
import io.aiplat.wire.http.MalformedRequest;
import io.aiplat.wire.http.RequestHead;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What becomes of a listener whose socket fails.
@Timeout(20)
class AcceptLoopTest {
    private static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final ConnectionBounds BOUNDS = new ConnectionBounds(8, 2, Duration.ofSeconds(5));

    private final DeadlineScanner ticker = new DeadlineScanner();
    private final AtomicInteger shortages = new AtomicInteger();
    private final Queue<IOException> failures = new ConcurrentLinkedQueue<>();
    private final Queue<InetSocketAddress> bound = new ConcurrentLinkedQueue<>();

    @AfterEach
    void close() {
        ticker.close();
    }

    private static class Hello implements ExchangeHandler {
        @Override
        public void handle(Exchange exchange) throws IOException {
            exchange.reply(200, "text/plain", "hello".getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public byte[] refusal(MalformedRequest malformed, String id) {
            return String.valueOf(malformed.getMessage()).getBytes(StandardCharsets.UTF_8);
        }
    }

    /// A port whose next accepts fail as the test says. One that says it is closed is.
    private final class Failing implements ListeningSocket {
        private final ListeningSocket port;

        private Failing(InetSocketAddress address) throws IOException {
            port = ListeningSocket.bind(address);
            bound.add(port.address());
        }

        @Override
        public SocketChannel accept() throws IOException {
            SocketChannel client = port.accept();
            IOException failure = failures.poll();
            if (failure == null) {
                return client;
            }
            client.close();
            if (failure instanceof ClosedChannelException) {
                port.close();
            }
            throw failure;
        }

        @Override
        public InetSocketAddress address() throws IOException {
            return port.address();
        }

        @Override
        public boolean isOpen() {
            return port.isOpen();
        }

        @Override
        public void close() throws IOException {
            port.close();
        }
    }

    private AcceptLoop start(ListeningSocket.Binding binding, int tries) throws IOException {
        return start(binding, new Hello(), BOUNDS, tries);
    }

    private AcceptLoop start(
            ListeningSocket.Binding binding, ExchangeHandler handler, ConnectionBounds bounds, int tries)
            throws IOException {
        RequestHandlers service = new RequestHandlers(
                handler, () -> "id", new MemoryBudget(1024, Duration.ZERO), ticker, ConnectionLimits.STANDARD);
        return new AcceptLoop(binding, ANY, service, new Connections(bounds), shortages::incrementAndGet, tries);
    }

    /// Asks until it is answered: a connection that was there when accepting failed is lost.
    private static String ask(AcceptLoop loop) throws IOException {
        while (true) {
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), loop.port())) {
                client.setSoTimeout(10_000);
                client.getOutputStream()
                        .write("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
                                .getBytes(StandardCharsets.UTF_8));
                String answer = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                if (!answer.isEmpty()) {
                    return answer;
                }
            } catch (SocketException _) {
                Thread.yield();
            }
        }
    }

    @Test
    void goesOnWhereTheSystemHasNothingLeftForAConnection() throws IOException {
        failures.add(new IOException("Too many open files"));
        failures.add(new SocketException("Too many open files in system"));
        failures.add(new SocketException("No buffer space available"));
        try (AcceptLoop loop = start(Failing::new, 50)) {
            assertTrue(ask(loop).endsWith("hello"));

            assertEquals(3, shortages.get(), "what can be spared is given up each time");
            assertEquals(1, bound.size());
        }
    }

    @Test
    void aPortThatIsLostIsBoundAgain() throws IOException {
        failures.add(new ClosedChannelException());
        try (AcceptLoop loop = start(Failing::new, 50)) {
            assertTrue(ask(loop).endsWith("hello"));

            assertEquals(2, bound.size());
            assertEquals(1, bound.stream().distinct().count(), "the same port, also where the system chose it");
            assertFalse(loop.isLost());
        }
    }

    @Test
    void saysWhenThePortCannotBeHadAgain() throws Exception {
        failures.add(new ClosedChannelException());
        ListeningSocket.Binding once = address -> {
            if (bound.isEmpty()) {
                return new Failing(address);
            }
            throw new SocketException("Address already in use");
        };
        try (AcceptLoop loop = start(once, 3)) {
            new Socket(InetAddress.getLoopbackAddress(), loop.port()).close();
            Eventually.holds("it is lost", loop::isLost);
        }
    }

    @Test
    void isNotLostWhenItIsClosed() throws IOException {
        AcceptLoop loop = start(Failing::new, 50);
        loop.close();

        assertFalse(loop.isLost());
    }

    /// On a machine that is busy it takes a while from a request's bytes to its being worked on.
    @Test
    void aRequestThatHasComeDoesNotMakeRoomForAnother() throws Exception {
        CountDownLatch come = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        ExchangeHandler slow = new Hello() {
            @Override
            public RequestHead canonical(RequestHead head) {
                come.countDown();
                try {
                    goOn.await();
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                }
                return head;
            }
        };
        ConnectionBounds one = new ConnectionBounds(1, 1, Duration.ofSeconds(5));
        try (AcceptLoop loop = start(Failing::new, slow, one, 3);
                Socket client = new Socket(InetAddress.getLoopbackAddress(), loop.port())) {
            client.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            come.await();
            Socket other = new Socket(InetAddress.getLoopbackAddress(), loop.port());
            Thread.sleep(100);
            goOn.countDown();

            assertTrue(new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8).endsWith("hello"));
            assertEquals(0, loop.evicted());
            other.close();
        }
    }

    @Test
    void sendsEveryEventAtOnceInsteadOfCollectingThem() throws IOException {
        try (SocketChannel client = SocketChannel.open()) {
            AcceptLoop.prepare(client);

            assertTrue(client.getOption(StandardSocketOptions.TCP_NODELAY));
        }
    }

    @Test
    void oneAddressOfANetworkHasItsShareAndNoMore() {
        Connections connections = new Connections(BOUNDS);
        assertTrue(connections.admit("one"));
        assertTrue(connections.admit("one"));
        assertFalse(connections.admit("one"));
        assertTrue(connections.admit("other"));
        assertEquals(1, connections.refused());

        connections.remove(null, "one");
        assertTrue(connections.admit("one"));
    }

    @Test
    void aNetworkOf64BitsIsOneClientAndThisMachineIsNone() throws UnknownHostException {
        assertEquals(origin("2001:db8::1"), origin("2001:db8::ffff:2"));
        assertFalse(origin("2001:db8::1").equals(origin("2001:db8:0:1::1")));
        assertFalse(origin("192.0.2.1").equals(origin("192.0.2.2")));
        assertNull(Connections.origin(new InetSocketAddress(InetAddress.getByName("127.0.0.2"), 1)));
        assertNull(Connections.origin(new InetSocketAddress(InetAddress.getByName("::1"), 1)));
    }

    private static Object origin(String address) throws UnknownHostException {
        return Objects.requireNonNull(Connections.origin(new InetSocketAddress(InetAddress.getByName(address), 1)));
    }

    @Test
    void thereAreFewerConnectionsThanDescriptorsAndThanTheHeapHolds() {
        Duration idle = Duration.ofMinutes(5);
        assertEquals(29, ConnectionBounds.of(128, 30, 416 << 20, idle).most());
        assertEquals(462, ConnectionBounds.of(1024, 60, 416 << 20, idle).most());
        assertEquals(5916, ConnectionBounds.of(1 << 20, 60, 416 << 20, idle).most());
        assertEquals(5916, ConnectionBounds.of(-1, 0, 416 << 20, idle).most());
        assertEquals(16, ConnectionBounds.of(64, 60, 416 << 20, idle).most());
    }
}
