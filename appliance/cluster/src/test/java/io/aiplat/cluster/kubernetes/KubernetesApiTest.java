package io.aiplat.cluster.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Problem;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What an API that does not do what is asked is called, on real sockets.
class KubernetesApiTest {
    private static final String UID =
            "{\"kind\":\"Namespace\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"NAME\",\"uid\":\"1-a\"}}";

    private static KubernetesApi kube(int port, @Nullable ClusterIdentity identity) {
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl("http://127.0.0.1:" + port)
                .withRequestRetryBackoffLimit(0)
                .build();
        return new KubernetesApi(config, "home-1", Instant.EPOCH, new KubernetesApi.Expected(identity, false));
    }

    private static Problem problem(int port, @Nullable ClusterIdentity identity) {
        try (KubernetesApi kube = kube(port, identity)) {
            return assertThrows(ApplianceException.class, () -> kube.standing("aiplat"))
                    .problem();
        }
    }

    private static Problem answered(int status, String message) throws IOException {
        String body =
                "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"message\":\"" + message + "\",\"code\":" + status + "}";
        HttpServer server = serving(Map.of("/", body), status);
        try {
            return problem(server.getAddress().getPort(), null);
        } finally {
            server.stop(0);
        }
    }

    private static HttpServer serving(Map<String, String> bodies, int status) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        bodies.forEach((path, text) -> server.createContext(path, exchange -> {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        }));
        server.start();
        return server;
    }

    @Test
    void aQuotaIsNoQuestionOfRights() throws IOException {
        assertEquals("CLUSTER_NOT_ADMITTED", forbidden("pods is forbidden: exceeded quota: team, requested: pods=1"));
        assertEquals("CLUSTER_FORBIDDEN", forbidden("pods is forbidden: User cannot list resource pods"));
    }

    private static String forbidden(String message) throws IOException {
        HttpServer server =
                serving(Map.of("/", "{\"kind\":\"Status\",\"message\":\"" + message + "\",\"code\":403}"), 403);
        try (KubernetesApi kube = kube(server.getAddress().getPort(), null)) {
            return assertThrows(ApplianceException.class, kube::pods)
                    .problem()
                    .code()
                    .id();
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aPortThatNobodyListensOnIsNoRefusal() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Problem problem = problem(port, null);
        assertEquals("CLUSTER_API_NOT_REACHABLE", problem.code().id(), problem.toText());
        assertTrue(problem.toText().contains("down --forget"), problem.toText());
    }

    @Test
    void aConnectionThatIsClosedAtOnceIsNoRefusal() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread closing = Thread.startVirtualThread(() -> {
                while (!socket.isClosed()) {
                    try {
                        socket.accept().close();
                    } catch (IOException _) {
                        return;
                    }
                }
            });
            assertEquals(
                    "CLUSTER_API_NOT_REACHABLE",
                    problem(socket.getLocalPort(), null).code().id());
            assertTrue(closing.isAlive());
        }
    }

    @Test
    void aLoginThatHasExpiredIsCalledSo() throws IOException {
        assertEquals(
                "CLUSTER_LOGIN_REFUSED", answered(401, "Unauthorized").code().id());
    }

    @Test
    void aServerThatIsNotReadyIsNoRefusal() throws IOException {
        assertEquals(
                "CLUSTER_API_NOT_REACHABLE", answered(503, "starting").code().id());
    }

    @Test
    void anythingElseItSaysIsARefusal() throws IOException {
        Problem problem = answered(409, "object is being deleted");
        assertEquals("CLUSTER_API_REFUSED", problem.code().id());
        assertTrue(problem.why().contains("object is being deleted"), problem.why());
    }

    @Test
    void anotherClusterAtTheSameAddressIsAskedNothing() throws IOException {
        HttpServer server = serving(
                Map.of(
                        "/api/v1/namespaces/kube-system", UID.replace("NAME", "kube-system"),
                        "/api/v1/namespaces/aiplat", UID.replace("NAME", "aiplat")),
                200);
        try {
            int port = server.getAddress().getPort();
            ClusterIdentity another = new ClusterIdentity(null, "work", "http://127.0.0.1:" + port, "2-b");
            assertEquals("CLUSTER_IS_ANOTHER", problem(port, another).code().id());
            ClusterIdentity moved = new ClusterIdentity(null, "work", "http://127.0.0.1:1", "1-a");
            try (KubernetesApi kube = kube(port, moved)) {
                assertEquals(NamespaceOwnership.SOMEBODYS, kube.standing("aiplat"));
            }
        } finally {
            server.stop(0);
        }
    }

    @Test
    void whoMayNotAskWhichClusterItIsGoesByItsAddress() throws IOException {
        HttpServer server = serving(Map.of("/", "{\"kind\":\"Status\",\"message\":\"forbidden\",\"code\":403}"), 403);
        try {
            int port = server.getAddress().getPort();
            String url = "http://127.0.0.1:" + port;
            try (KubernetesApi kube = kube(port, new ClusterIdentity(null, "work", url, null))) {
                assertEquals(NamespaceOwnership.HIDDEN, kube.standing("aiplat"));
            }
            ClusterIdentity elsewhere = new ClusterIdentity(null, "work", "https://prod:6443", null);
            assertEquals("CLUSTER_IS_ANOTHER", problem(port, elsewhere).code().id());
        } finally {
            server.stop(0);
        }
    }
}
