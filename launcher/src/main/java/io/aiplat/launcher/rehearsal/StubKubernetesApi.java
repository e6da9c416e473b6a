package io.aiplat.launcher.rehearsal;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// Just enough of a Kubernetes API, on the loopback, for one bundle to be applied and found available.
final class StubKubernetesApi implements AutoCloseable {
    private static final String NODES = """
            {"apiVersion":"v1","kind":"NodeList","metadata":{"resourceVersion":"1"},"items":[
            {"apiVersion":"v1","kind":"Node","metadata":{"name":"stand-in"},"status":{"conditions":[
            {"type":"Ready","status":"True","lastHeartbeatTime":"2026-01-01T00:00:00Z","lastTransitionTime":"2026-01-01T00:00:00Z"}]}}]}
            """;
    private static final String PODS = """
            {"apiVersion":"v1","kind":"PodList","metadata":{"resourceVersion":"1"},"items":[]}
            """;
    private static final String NOT_FOUND = """
            {"apiVersion":"v1","kind":"Status","metadata":{},"status":"Failure","reason":"NotFound","code":404}
            """;

    private final HttpServer server;
    private final ConcurrentMap<String, byte[]> objects = new ConcurrentHashMap<>();

    /// Listens on a free port of 127.0.0.1.
    StubKubernetesApi() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    /// A kubeconfig that leads here.
    String kubeconfig() {
        return """
        apiVersion: v1
        kind: Config
        clusters: [{name: a, cluster: {server: "http://127.0.0.1:%d"}}]
        contexts: [{name: a, context: {cluster: a, user: a}}]
        current-context: a
        users: [{name: a, user: {token: stand-in}}]
        """.formatted(server.getAddress().getPort());
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (exchange.getRequestMethod().equals("PATCH")) {
            objects.put(path, body);
        }
        byte[] kept = objects.get(path);
        byte[] said = kept != null ? kept : other(path).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(kept == null && other(path).equals(NOT_FOUND) ? 404 : 200, said.length);
        exchange.getResponseBody().write(said);
        exchange.close();
    }

    private static String other(String path) {
        return switch (path.substring(path.lastIndexOf('/') + 1)) {
            case "readyz" -> "ok";
            case "nodes" -> NODES;
            case "pods" -> PODS;
            default -> NOT_FOUND;
        };
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
