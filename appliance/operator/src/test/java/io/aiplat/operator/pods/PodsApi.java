package io.aiplat.operator.pods;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// As much of a Kubernetes API as operator and gateways need of it: one Secret that is written and watched, and the
/// endpoints of one Service.
final class PodsApi implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<OutputStream> watching = new CopyOnWriteArrayList<>();
    private final List<String> endpoints;
    private @Nullable ObjectNode secret;
    private int version = 1;

    /// @param endpoints addresses of the Service
    PodsApi(List<String> endpoints) throws IOException {
        this.endpoints = endpoints;
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    Config config() {
        return new ConfigBuilder()
                .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                .build();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        byte[] body = exchange.getRequestBody().readAllBytes();
        if ("websocket".equals(exchange.getRequestHeaders().getFirst("Upgrade"))) {
            // Clients watch without one then.
            send(exchange, 503, "");
        } else if (query.contains("watch=true")) {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, 0);
            if (path.endsWith("/secrets")) {
                watching.add(exchange.getResponseBody());
            }
        } else if (path.endsWith("/endpointslices")) {
            send(exchange, 200, slices());
        } else {
            secret(exchange, path, body);
        }
    }

    private synchronized void secret(HttpExchange exchange, String path, byte[] body) throws IOException {
        if (exchange.getRequestMethod().equals("PATCH")) {
            ObjectNode written = (ObjectNode) JSON.readTree(body);
            ObjectNode metadata = (ObjectNode) written.get("metadata");
            metadata.put("resourceVersion", Integer.toString(++version));
            metadata.put("uid", "one");
            String event = secret == null ? "ADDED" : "MODIFIED";
            secret = written;
            for (OutputStream each : watching) {
                each.write(
                        ("{\"type\":\"" + event + "\",\"object\":" + written + "}\n").getBytes(StandardCharsets.UTF_8));
                each.flush();
            }
            send(exchange, 200, written.toString());
        } else if (path.endsWith("/secrets")) {
            send(exchange, 200, list("SecretList", "v1", secret == null ? "" : secret.toString()));
        } else if (secret == null) {
            send(exchange, 404, "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":404}");
        } else {
            send(exchange, 200, secret.toString());
        }
    }

    private String list(String kind, String api, String item) {
        return "{\"kind\":\"" + kind + "\",\"apiVersion\":\"" + api + "\",\"metadata\":{\"resourceVersion\":\""
                + version + "\"},\"items\":[" + item + "]}";
    }

    private synchronized String slices() throws IOException {
        JsonNode slice = JSON.readTree("""
                {"kind":"EndpointSlice","apiVersion":"discovery.k8s.io/v1","addressType":"IPv4",
                "metadata":{"name":"gateway","namespace":"pods","uid":"two","resourceVersion":"1"},"endpoints":[%s]}""".formatted(String.join(
                ",",
                endpoints.stream()
                        .map(each -> "{\"addresses\":[\"" + each + "\"],\"conditions\":{\"ready\":true}}")
                        .toList())));
        return list("EndpointSliceList", "discovery.k8s.io/v1", slice.toString());
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
