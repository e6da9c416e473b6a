package io.aiplat.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.aiplat.cluster.kubernetes.KubernetesApi;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What is deleted of a bundle, by an API that notes it.
class OwnedResourcesTest {
    private static final Map<String, String> KINDS = Map.of(
            "deployments", "Deployment", "services", "Service", "persistentvolumeclaims", "PersistentVolumeClaim");

    private final List<String> deleted = Collections.synchronizedList(new ArrayList<>());

    @Test
    void onlyWhatABundleHasBroughtGoesAndWhatItHasStoredStays() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                .withRequestRetryBackoffLimit(0)
                .build();
        try (KubernetesApi kube = new KubernetesApi(config, "home-1", Instant.EPOCH, KubernetesApi.Expected.ANY)) {
            OwnedResources.RemovedBundle removed = new OwnedResources(kube, "team").deleteBundle("tiny");
            assertEquals(List.of("Deployment/tiny", "Service/tiny"), removed.deleted());
            assertEquals(List.of("PersistentVolumeClaim/tiny"), removed.kept());
            assertEquals(List.of("services/tiny", "deployments/tiny"), deleted);
        } finally {
            server.stop(0);
        }
    }

    /// Two of each kind: one of the bundle, one of another.
    private void answer(HttpExchange exchange) throws IOException {
        URI uri = exchange.getRequestURI();
        String[] path = uri.getPath().split("/", -1);
        if (exchange.getRequestMethod().equals("DELETE")) {
            deleted.add(path[path.length - 2] + "/" + path[path.length - 1]);
            respond(exchange, "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Success\"}");
            return;
        }
        assertTrue(uri.getQuery().contains("aiplat.io/owner=home-1"), uri::toString);
        String kind = KINDS.get(path[path.length - 1]);
        String items = kind == null ? "" : object(kind, "tiny") + "," + object(kind, "ollama");
        respond(exchange, "{\"kind\":\"List\",\"apiVersion\":\"v1\",\"items\":[" + items + "]}");
    }

    private static String object(String kind, String bundle) {
        return """
                {"kind":"KIND","apiVersion":"VERSION","metadata":{"name":"NAME","namespace":"team",
                 "labels":{"aiplat.io/owner":"home-1","aiplat.io/bundle":"NAME"}}}""".replace("KIND", kind)
                .replace("VERSION", kind.equals("Deployment") ? "apps/v1" : "v1")
                .replace("NAME", bundle);
    }

    private static void respond(HttpExchange exchange, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
