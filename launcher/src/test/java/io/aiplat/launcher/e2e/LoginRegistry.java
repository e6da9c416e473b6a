package io.aiplat.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aiplat.model.Digests;
import io.aiplat.testkit.Eventually;
import io.aiplat.testkit.Need;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/// Debian's registry as a process of the test, which lets in only who logs in, and takes images that are made of a few
/// bytes.
final class LoginRegistry implements AutoCloseable {
    static final String USER = "ada";
    static final String PASSWORD = "open sesame";
    /// By `htpasswd -B`.
    private static final String HASH = "$2b$04$1u3QHK7axdTZzfU0gGeK8ee0wgPlYEk41.o2BNo4JNWz2eGUQXfLy";

    private static final String OCI = "application/vnd.oci.image.";

    private final HttpClient http = HttpClient.newHttpClient();
    private final Running process;

    /// With the port.
    final String host;

    private LoginRegistry(Running process, String host) {
        this.process = process;
        this.host = host;
    }

    /// Starts it; skips the test where there is none to start.
    ///
    /// @param folder for what is pushed
    static LoginRegistry start(Path folder) throws IOException, InterruptedException {
        Need.that(Program.succeeds("docker-registry", "--version"), "Debian's docker-registry: testbed/build");
        String host = "127.0.0.1:" + Aiplat.freePort();
        Path users = Files.writeString(folder.resolve("users"), USER + ":" + HASH + "\n");
        Path config = Files.writeString(
                folder.resolve("registry.yml"), """
                version: 0.1
                log: {level: error}
                storage: {filesystem: {rootdirectory: %s}}
                auth: {htpasswd: {realm: test, path: %s}}
                http: {addr: "%s"}
                """.formatted(folder.resolve("registry"), users, host));
        Running process =
                Running.start(List.of("docker-registry", "serve", config.toString()), System.getenv(), folder, folder);
        LoginRegistry registry = new LoginRegistry(process, host);
        Eventually.holds("the registry answers", Duration.ofSeconds(20), () -> {
            try {
                return registry.send(registry.request("/v2/")).statusCode() == 200;
            } catch (IOException _) {
                return false;
            }
        });
        return registry;
    }

    /// Pushes an index of one tiny image for each architecture; all share a layer.
    ///
    /// @return digest of the index
    String pushIndex(String repository, String tag, String... architectures) throws Exception {
        List<String> entries = new ArrayList<>();
        for (String architecture : architectures) {
            String manifest = "{\"schemaVersion\":2,\"mediaType\":\"" + OCI + "manifest.v1+json\",\"config\":"
                    + blob(
                            repository,
                            OCI + "config.v1+json",
                            "{\"os\":\"linux\",\"architecture\":\"" + architecture + "\"}")
                    + ",\"layers\":[" + blob(repository, OCI + "layer.v1.tar", "for all") + ","
                    + blob(repository, OCI + "layer.v1.tar", "for " + architecture) + "]}";
            String digest = "sha256:" + Digests.sha256(manifest);
            put(repository, digest, OCI + "manifest.v1+json", manifest);
            entries.add("{\"mediaType\":\"%smanifest.v1+json\",\"digest\":\"%s\",\"size\":%d,"
                            .formatted(OCI, digest, manifest.length())
                    + "\"platform\":{\"os\":\"linux\",\"architecture\":\"" + architecture + "\"}}");
        }
        String index = "{\"schemaVersion\":2,\"mediaType\":\"" + OCI + "index.v1+json\",\"manifests\":"
                + entries.stream().collect(Collectors.joining(",", "[", "]")) + "}";
        put(repository, tag, OCI + "index.v1+json", index);
        return "sha256:" + Digests.sha256(index);
    }

    /// Pushes a blob.
    ///
    /// @return its descriptor
    private String blob(String repository, String type, String text) throws Exception {
        String digest = "sha256:" + Digests.sha256(text);
        HttpResponse<String> begun =
                send(request("/v2/" + repository + "/blobs/uploads/").POST(BodyPublishers.noBody()));
        URI upload = URI.create("http://" + host)
                .resolve(begun.headers().firstValue("Location").orElseThrow());
        URI whole = URI.create(upload + (upload.getQuery() == null ? "?" : "&") + "digest=" + digest);
        assertEquals(
                201, send(request(whole).PUT(BodyPublishers.ofString(text))).statusCode());
        return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}".formatted(type, digest, text.length());
    }

    private void put(String repository, String name, String type, String manifest) throws Exception {
        HttpResponse<String> answer = send(request("/v2/" + repository + "/manifests/" + name)
                .header("Content-Type", type)
                .PUT(BodyPublishers.ofString(manifest)));
        assertEquals(201, answer.statusCode(), answer.body());
    }

    private HttpRequest.Builder request(String path) {
        return request(URI.create("http://" + host + path));
    }

    private static HttpRequest.Builder request(URI uri) {
        byte[] login = (USER + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8);
        return HttpRequest.newBuilder(uri)
                .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(login));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    @Override
    public void close() {
        process.kill();
        http.close();
    }
}
