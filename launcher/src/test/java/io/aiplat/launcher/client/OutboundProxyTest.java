package io.aiplat.launcher.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpServer;
import io.aiplat.model.Secret;
import io.aiplat.model.Settings;
import io.aiplat.telemetry.Telemetry;
import io.aiplat.telemetry.TelemetrySettings;
import io.aiplat.telemetry.request.EndpointLabel;
import io.aiplat.wire.http.HeadLimits;
import io.aiplat.wire.http.Headers;
import io.aiplat.wire.upstream.CallTimeouts;
import io.aiplat.wire.upstream.HttpUpstream;
import io.aiplat.wire.upstream.UpstreamFailure;
import io.aiplat.wire.upstream.UpstreamLimits;
import io.aiplat.wire.upstream.UpstreamRequest;
import io.aiplat.wire.upstream.UpstreamResponse;
import io.aiplat.wire.upstream.Upstreams;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Everything that calls servers of others asks the proxy of settings for them, and nothing that calls our own
/// processes does. The names of the servers are known to nobody.
class OutboundProxyTest {
    private static final Duration MUCH = Duration.ofSeconds(30);

    private final ServerSocket proxy = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final URI address = URI.create("http://127.0.0.1:" + proxy.getLocalPort());
    private final OutboundHttp outbound =
            new OutboundHttp(new Settings.Network(address, address, List.of(), null, Map.of()));

    OutboundProxyTest() throws IOException {
        Thread.startVirtualThread(this::serve);
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
    }

    /// Writes down what it is asked for, and refuses it.
    private void serve() {
        while (!proxy.isClosed()) {
            try (Socket client = proxy.accept()) {
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
                asked.add(String.valueOf(in.readLine()).replaceAll(" HTTP.*", ""));
                while (!String.valueOf(in.readLine()).isEmpty()) {
                    continue;
                }
                String refusal = "HTTP/1.1 403 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
                client.getOutputStream().write(refusal.getBytes(StandardCharsets.US_ASCII));
            } catch (IOException _) {
                // Closed at the end of the test, or by whoever asked.
            }
        }
    }

    private void send(String server) throws UpstreamFailure {
        try (Upstreams upstreams = new Upstreams(System::nanoTime, outbound::builder)) {
            HttpUpstream upstream =
                    upstreams.open(URI.create(server), new UpstreamLimits(1, MUCH, MUCH, HeadLimits.STANDARD));
            CallTimeouts patience = new CallTimeouts(MUCH, MUCH, MUCH, System.nanoTime() + MUCH.toNanos());
            UpstreamRequest request = new UpstreamRequest("POST", "/v1/x", new Headers(), List.of(), false);
            try (UpstreamResponse answer = upstream.call().send(request, patience)) {
                throw new AssertionError("an answer: " + answer.status());
            }
        }
    }

    @Test
    void upstreamsOfAGatewayDo() {
        assertThrows(UpstreamFailure.class, () -> send("https://api.aiplat.test"));
        assertEquals(List.of("CONNECT api.aiplat.test:443"), asked);
    }

    @Test
    void upstreamsWithoutTlsAndOnThisMachineDoNot() {
        assertThrows(UpstreamFailure.class, () -> send("http://vllm.aiplat.test:8000"));
        assertThrows(UpstreamFailure.class, () -> send("https://127.0.0.1:1"));
        assertEquals(List.of(), asked);
    }

    private void export(String collector) {
        try (Telemetry telemetry = new Telemetry(
                TelemetrySettings.exporting("1", URI.create(collector)),
                _ -> {},
                _ -> {},
                Clock.systemUTC(),
                System::nanoTime,
                outbound.transport())) {
            telemetry.finished(
                    telemetry.begin("req-1", new EndpointLabel("chat", "/v1/chat/completions", "chat"), null, null));
        }
    }

    @Test
    void spansDo() {
        export("https://otel.aiplat.test:4318");
        assertEquals("CONNECT otel.aiplat.test:4318", asked.getFirst());
    }

    @Test
    void spansWithoutTlsDoNot() {
        export("http://otel.aiplat.test:4318");
        assertEquals(List.of(), asked);
    }

    /// Not even where the JVM has one for all.
    @Test
    void theApplianceIsReachedDirectly() throws IOException {
        HttpServer appliance = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        appliance.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write("{}".getBytes(StandardCharsets.US_ASCII));
            exchange.close();
        });
        appliance.start();
        ProxySelector before = ProxySelector.getDefault();
        ProxySelector.setDefault(new All());
        try (ApplianceClient client = new ApplianceClient(
                URI.create("http://127.0.0.1:" + appliance.getAddress().getPort()), new Secret("key"))) {
            assertEquals("{}", client.status().toString());
        } finally {
            ProxySelector.setDefault(before);
            appliance.stop(0);
        }
        assertEquals(List.of(), asked);
    }

    /// The proxy, for everything.
    private final class All extends ProxySelector {
        @Override
        public List<Proxy> select(URI uri) {
            return List.of(new Proxy(Proxy.Type.HTTP, new InetSocketAddress(address.getHost(), address.getPort())));
        }

        @Override
        public void connectFailed(URI uri, SocketAddress at, IOException e) {
            // The request fails with the same exception.
        }
    }
}
