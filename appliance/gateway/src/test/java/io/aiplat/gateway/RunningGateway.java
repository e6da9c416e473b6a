package io.aiplat.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.aiplat.gateway.call.EndpointTable;
import io.aiplat.gateway.endpoint.Endpoints;
import io.aiplat.governance.key.KeySettings;
import io.aiplat.governance.key.Role;
import io.aiplat.inference.ModelEngine;
import io.aiplat.model.Settings;
import io.aiplat.routing.GatewayConfig;
import io.aiplat.routing.scaling.ColdStarts;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;

/// A gateway on a free port in front of a [FakeEngine], and ways to talk to it.
final class RunningGateway implements AutoCloseable {
    static final String KEY = "sk-aiplat-test";
    /// Opens `/metrics`.
    static final String ADMIN = "sk-aiplat-admin-of-the-tests";

    static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private static final Settings.Gateway ANY_PORT =
            new Settings.Gateway("127.0.0.1", 0, List.of("ai.example"), List.of("https://app.example"));

    private static final JsonMapper JSON = new JsonMapper();

    final FakeEngine engine;
    final TestDependencies serving = new TestDependencies(KEY);
    final GatewayServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    RunningGateway() {
        this(ANY_PORT);
    }

    RunningGateway(Settings.Gateway settings) {
        engine = new FakeEngine();
        server = start(settings, serving.of(engine, _ -> false), ServerLimits.STANDARD);
    }

    RunningGateway(ServerLimits limits) {
        engine = new FakeEngine();
        server = start(ANY_PORT, serving.of(engine, _ -> false), limits);
    }

    /// In front of an engine that is somebody's.
    RunningGateway(FakeEngine engine) {
        this.engine = engine;
        server = start(ANY_PORT, serving.of(engine, _ -> false), ServerLimits.STANDARD);
    }

    /// In front of an engine that is none of these tests'.
    RunningGateway(ModelEngine other) {
        engine = new FakeEngine();
        server = start(ANY_PORT, serving.of(other, _ -> false), ServerLimits.STANDARD);
    }

    RunningGateway(GatewayConfig plan) {
        this(plan, ServerLimits.STANDARD);
    }

    RunningGateway(GatewayConfig plan, ServerLimits limits) {
        engine = new FakeEngine();
        server = start(ANY_PORT, serving.of(plan, engine, _ -> false), limits);
    }

    /// @param starts who starts servers of the plan
    RunningGateway(GatewayConfig plan, ServerLimits limits, ColdStarts starts) {
        engine = new FakeEngine();
        server = start(ANY_PORT, serving.of(plan, engine, _ -> false, starts), limits);
    }

    /// @param endpoints that it serves
    RunningGateway(GatewayConfig plan, EndpointTable endpoints) {
        engine = new FakeEngine();
        server = start(ANY_PORT, serving.of(plan, engine, _ -> false), ServerLimits.STANDARD, endpoints);
    }

    private GatewayServer start(Settings.Gateway settings, GatewayDependencies backing, ServerLimits limits) {
        return start(settings, backing, limits, Endpoints.ALL);
    }

    private GatewayServer start(
            Settings.Gateway settings, GatewayDependencies backing, ServerLimits limits, EndpointTable endpoints) {
        serving.seed("metrics", Role.ADMIN, ADMIN, KeySettings.PLAIN);
        return GatewayServer.start(
                settings, "1.2.3", backing, Clock.fixed(NOW, ZoneOffset.UTC), List.of(), limits, endpoints);
    }

    HttpResponse<String> get(String path, String... headers) {
        return send(request(path, headers).GET().build());
    }

    HttpResponse<String> post(String path, String body, String... headers) {
        return send(request(path, headers).POST(BodyPublishers.ofString(body)).build());
    }

    /// A chat completion with these fields besides model and messages.
    HttpResponse<String> chat(String fields) {
        return post("/v1/chat/completions", chatBody(fields));
    }

    static String chatBody(String fields) {
        String more = fields.isEmpty() ? "" : "," + fields;
        return "{\"model\":\"smoke\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]" + more + "}";
    }

    /// The data of each event of a stream, in order, with the event's name before it where it has one.
    static List<String> events(HttpResponse<String> response) {
        return Stream.of(response.body().split("\n\n"))
                .map(event -> event.replaceFirst("^event: (.*)\n", "$1 ").replaceFirst("data: ", ""))
                .toList();
    }

    /// An answer whose body is read as it comes.
    HttpResponse<InputStream> open(String path, String body) {
        try {
            return client.send(request(path).POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofInputStream());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Sends exactly these bytes and reads until the server closes; fails if it does not.
    String raw(String request) throws IOException {
        try (Socket socket = socket()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    Socket socket() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(10_000);
        return socket;
    }

    HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
        request.header("Authorization", "Bearer " + (path.equals("/metrics") ? ADMIN : KEY));
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return request;
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new IllegalStateException(text, e);
        }
    }

    static JsonNode json(HttpResponse<String> response) {
        return json(response.body());
    }

    /// The `error` object of an answer.
    static JsonNode error(HttpResponse<String> response) {
        return json(response).path("error");
    }

    @Override
    public void close() {
        client.close();
        server.close();
        serving.close();
    }
}
