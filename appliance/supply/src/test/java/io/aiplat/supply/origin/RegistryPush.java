package io.aiplat.supply.origin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aiplat.model.Digests;
import io.aiplat.testkit.Need;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/// Pushes made-up artifacts into the registry of the testbed.
final class RegistryPush {
    static final String REGISTRY = "127.0.0.1:5000";
    static final String REPOSITORY = "sources-it/model";
    static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";

    private final HttpClient http;

    /// Skips the test where there is no registry.
    RegistryPush(HttpClient http) throws InterruptedException {
        this.http = http;
        boolean answers;
        try {
            answers = send(HttpRequest.newBuilder(uri("/v2/"))).statusCode() == 200;
        } catch (IOException _) {
            answers = false;
        }
        Need.that(answers, "a registry on " + REGISTRY);
    }

    String layer(String type, String text, String file) throws Exception {
        return layer(type, text, file, "org.opencontainers.image.title");
    }

    String layer(String type, String text, String file, String annotation) throws Exception {
        String named = file.isEmpty() ? "" : ",\"annotations\":{\"" + annotation + "\":\"" + file + "\"}";
        return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d%s}"
                .formatted(type, push(text), text.length(), named);
    }

    String publish(String configType, String tag, String... layers) throws Exception {
        return publishConfigured(configType, "{}", tag, layers);
    }

    String publishConfigured(String configType, String config, String tag, String... layers) throws Exception {
        String manifest =
                "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d},\"layers\":[%s]}"
                        .formatted(MANIFEST, configType, push(config), config.length(), String.join(",", layers));
        put(MANIFEST, tag, manifest);
        return "sha256:" + Digests.sha256(manifest);
    }

    String push(String blob) throws Exception {
        String digest = "sha256:" + Digests.sha256(blob);
        URI upload = send(HttpRequest.newBuilder(uri("/v2/" + REPOSITORY + "/blobs/uploads/"))
                        .POST(BodyPublishers.noBody()))
                .headers()
                .firstValue("Location")
                .map(l -> uri("/").resolve(l))
                .orElseThrow();
        URI whole = URI.create(upload + (upload.getQuery() == null ? "?" : "&") + "digest=" + digest);
        assertEquals(
                201,
                send(HttpRequest.newBuilder(whole).PUT(BodyPublishers.ofString(blob)))
                        .statusCode());
        return digest;
    }

    void put(String type, String tag, String manifest) throws Exception {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(uri("/v2/" + REPOSITORY + "/manifests/" + tag))
                .header("Content-Type", type)
                .PUT(BodyPublishers.ofString(manifest)));
        assertEquals(201, answer.statusCode(), answer.body());
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private static URI uri(String path) {
        return URI.create("http://" + REGISTRY + path);
    }
}
