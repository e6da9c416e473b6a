package io.aiplat.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.aiplat.testkit.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// `aiplat gateway run` of the shipped JAR: by itself, with a store, a port and a gateway.yaml of its own.
final class GatewayProcess implements AutoCloseable {
    /// The admin key of each.
    static final String ADMIN = "sk-admin-of-the-tests";

    /// The name by which other machines would know it.
    static final String NAME = "gateway.test";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final int port = Aiplat.freePort();
    private final Path scratch = Folders.create("home", "tmp");
    private final HttpClient http = HttpClient.newHttpClient();
    private final Path file;
    private Running process;
    private boolean killed;

    private GatewayProcess(String yaml) throws IOException {
        file = scratch.resolve("gateway.yaml");
        Files.writeString(file, "keys: [{name: admin, key: " + ADMIN + ", admin: true}]\n" + yaml);
        process = run();
    }

    private Running run() {
        return Running.start(
                List.of(
                        Aiplat.java(),
                        "-jar",
                        Aiplat.JAR.toString(),
                        "gateway",
                        "run",
                        "--config",
                        file.toString(),
                        "--port",
                        Integer.toString(port),
                        "--set",
                        "gateway.hosts=" + NAME),
                Map.of(
                        "PATH", System.getenv("PATH"),
                        "HOME", scratch.toString(),
                        "AIPLAT_HOME", scratch.resolve("home").toString(),
                        "JDK_JAVA_OPTIONS", "-Djava.io.tmpdir=" + scratch.resolve("tmp")),
                scratch,
                scratch);
    }

    /// Starts it and waits until it serves.
    ///
    /// @param yaml its upstreams and models; the rest is here
    static GatewayProcess start(String yaml) throws IOException, InterruptedException {
        GatewayProcess gateway = new GatewayProcess(yaml);
        gateway.process.awaits("Serving ");
        return gateway;
    }

    /// Ends it as `kill -9` does, and starts it again with the same file and store.
    void killAndRestart() throws InterruptedException {
        process.kill();
        process.result();
        process = run();
        process.awaits("Serving ");
    }

    /// Ends it as `kill -9` does, for good.
    void kill() {
        killed = true;
        process.kill();
        process.result();
    }

    /// Where it is, without a path.
    String url() {
        return "http://127.0.0.1:" + port;
    }

    /// Makes a key.
    ///
    /// @param fields what it has besides its name, as JSON: `"budgets": ["5/total"]`
    /// @return its token
    String key(String name, String fields) {
        String body = "{\"name\": \"" + name + "\", " + fields + "}";
        HttpResponse<String> made = send(request("/admin/v1/keys").POST(BodyPublishers.ofString(body)));
        assertEquals(201, made.statusCode(), made.body());
        return json(made).path("token").asText();
    }

    /// Takes a key back.
    void revoke(String name) {
        HttpResponse<String> done =
                send(request("/admin/v1/keys/" + name + "/revoke").POST(BodyPublishers.noBody()));
        assertEquals(200, done.statusCode(), done.body());
    }

    /// The status of its readiness.
    int readiness() {
        return send(request("/ready")).statusCode();
    }

    /// What the admin API answers to a GET.
    JsonNode admin(String path) {
        HttpResponse<String> answer = send(request("/admin/v1" + path));
        assertEquals(200, answer.statusCode(), answer.body());
        return json(answer);
    }

    /// Waits until so many requests of a key are booked (a gateway writes what ended a quarter of a second ago),
    /// and asserts that they are all, with all their tokens.
    void awaitsSpend(String key, int requests, long input, long output) throws InterruptedException {
        JsonNode line = Eventually.seen(
                requests + " requests of " + key + " are booked",
                () -> spend(key),
                row -> row.path("requests").asInt() >= requests);
        assertEquals(requests, line.path("requests").asInt(), "requests of " + key);
        assertEquals(input, line.path("input_tokens").asLong(), "tokens of input");
        assertEquals(output, line.path("output_tokens").asLong(), "tokens of output");
    }

    private JsonNode spend(String key) {
        for (JsonNode day : admin("/spend?by=key").path("data")) {
            if (day.path("name").asText().equals(key)) {
                return day;
            }
        }
        return JSON.createObjectNode();
    }

    /// The sum of a metric's samples that have these labels, each as `name="value"`.
    double metric(String name, String... labels) {
        return send(request("/metrics"))
                .body()
                .lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .filter(line -> List.of(labels).stream().allMatch(line::contains))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url() + path)).header("Authorization", "Bearer " + ADMIN);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode json(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Stops it as a service is stopped, and asserts that it went well and leaves nothing.
    @Override
    public void close() {
        http.close();
        if (!killed) {
            process.terminate().result().ok();
        }
        assertEquals(List.of(), Folders.contents(scratch.resolve("tmp")), "temporary files");
        Aiplat.assertFree(port);
        Folders.delete(scratch);
    }
}
