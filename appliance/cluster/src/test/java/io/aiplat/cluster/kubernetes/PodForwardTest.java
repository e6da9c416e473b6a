package io.aiplat.cluster.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a forwarded connection asks of the API before it is carried; that it is, the contract of providers shows.
class PodForwardTest {
    private static final String SERVICE = """
            {"kind":"Service","apiVersion":"v1","metadata":{"name":"web","namespace":"team"},
             "spec":{"selector":{"app":"web"},"ports":[{"port":80},{"port":8080}]}}""";
    private static final String NO_PODS = "{\"kind\":\"PodList\",\"apiVersion\":\"v1\",\"items\":[]}";

    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private HttpServer server;
    private KubernetesApi kube;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            URI uri = exchange.getRequestURI();
            asked.add(uri.getPath());
            byte[] body = (uri.getPath().endsWith("/pods") ? NO_PODS : SERVICE).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(uri.getPath().endsWith("/nowhere") ? 404 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                .withRequestRetryBackoffLimit(0)
                .build();
        kube = new KubernetesApi(config, "home-1", Instant.EPOCH, KubernetesApi.Expected.ANY);
    }

    @AfterEach
    void close() {
        kube.close();
        server.stop(0);
    }

    private int firstByte(ServiceReach reach) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", reach.uri().getPort())) {
            socket.setSoTimeout(10_000);
            return socket.getInputStream().read();
        }
    }

    @Test
    void aServiceOrAPortThatIsNotThereEndsTheConnection() throws IOException {
        try (ServiceReach nowhere = ServiceReach.forwarded(() -> kube, "team", "nowhere", 80);
                ServiceReach noPort = ServiceReach.forwarded(() -> kube, "team", "web", 81)) {
            assertEquals(-1, firstByte(nowhere));
            assertEquals(-1, firstByte(noPort));
        }
        assertEquals(
                List.of("/api/v1/namespaces/team/services/nowhere", "/api/v1/namespaces/team/services/web"), asked);
    }

    @Test
    void anyPortOfAServiceIsLookedForAmongItsPodsByTheApiAsItIsNow() throws IOException {
        AtomicInteger made = new AtomicInteger();
        try (ServiceReach reach = ServiceReach.forwarded(
                () -> {
                    made.incrementAndGet();
                    return kube;
                },
                "team",
                "web",
                8080)) {
            assertEquals(0, made.get(), "nothing is asked before somebody connects");
            assertEquals(-1, firstByte(reach));
            assertEquals(-1, firstByte(reach));
        }
        assertEquals(2, made.get());
        assertEquals("/api/v1/namespaces/team/pods", asked.getLast());
    }
}
