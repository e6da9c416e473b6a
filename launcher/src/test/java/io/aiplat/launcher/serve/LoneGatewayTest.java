package io.aiplat.launcher.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.aiplat.launcher.Surroundings;
import io.aiplat.launcher.Wiring;
import io.aiplat.launcher.settings.Given;
import io.aiplat.launcher.settings.Resolved;
import io.aiplat.launcher.settings.SettingsLoader;
import io.aiplat.model.Settings;
import io.aiplat.routing.GatewayPlan;
import io.aiplat.routing.file.GatewayFile;
import io.aiplat.routing.file.PlanRead;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A gateway by itself, with what its file says.
class LoneGatewayTest {
    private static final String ANSWER =
            "{\"type\":\"message\",\"content\":[],\"usage\":{\"input_tokens\":1,\"output_tokens\":1}}";

    @TempDir
    private Path folder;

    @Test
    void asksAnthropicsCloudWithTheKeyOfItsFileAndLogsIt() throws Exception {
        HttpServer cloud = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        cloud.createContext("/v1/messages", LoneGatewayTest::answer);
        cloud.start();
        Settings.Gateway listening = new Settings.Gateway("127.0.0.1", freePort(), List.of(), List.of());
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        try (Wiring wiring = wiring();
                LoneGateway _ = LoneGateway.open(wiring, plan(cloud.getAddress().getPort()), listening, log);
                HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> response = client.send(question(listening.port()), BodyHandlers.ofString());

            assertEquals(200, response.statusCode(), response.body());
            assertEquals(ANSWER, response.body());
        } finally {
            cloud.stop(0);
        }

        List<String> lines = log.toString(StandardCharsets.UTF_8).lines().toList();
        assertEquals(1, lines.size(), lines.toString());
        assertTrue(lines.getFirst().contains(" key=client "), lines.toString());
        assertTrue(lines.getFirst().contains(" served=claude upstream=cloud attempts=1 status=200 "), lines.toString());
    }

    @Test
    void sendsSpansToTheCollectorOfAFileThatHasChanged() throws Exception {
        HttpServer cloud = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        cloud.createContext("/v1/messages", LoneGatewayTest::answer);
        BlockingQueue<String> exported = new LinkedBlockingQueue<>();
        cloud.createContext("/v1/traces", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exported.add(exchange.getRequestURI().getPath());
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        cloud.start();
        int port = cloud.getAddress().getPort();
        Settings.Gateway listening = new Settings.Gateway("127.0.0.1", freePort(), List.of(), List.of());
        try (Wiring wiring = wiring();
                LoneGateway gateway = LoneGateway.open(wiring, plan(port), listening, OutputStream.nullOutputStream());
                HttpClient client = HttpClient.newHttpClient()) {
            gateway.follow(plan(port, "telemetry: {otlp: \"http://127.0.0.1:" + port + "\"}\n"));
            HttpResponse<String> response = client.send(question(listening.port()), BodyHandlers.ofString());
            assertEquals(200, response.statusCode(), response.body());

            assertNotNull(exported.poll(10, TimeUnit.SECONDS), "no span has come");
        } finally {
            cloud.stop(0);
        }
    }

    private static void answer(HttpExchange exchange) throws IOException {
        String asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        boolean right = "sk-cloud".equals(exchange.getRequestHeaders().getFirst("x-api-key"))
                && asked.contains("\"claude-there\"");
        byte[] answer = (right ? ANSWER : "{}").getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(right ? 200 : 401, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private static HttpRequest question(int port) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/messages"))
                .header("x-api-key", "sk-client-1")
                .POST(BodyPublishers.ofString("{\"model\":\"claude\",\"max_tokens\":9,\"messages\":[]}"))
                .build();
    }

    private GatewayPlan plan(int port) {
        return plan(port, "");
    }

    private GatewayPlan plan(int port, String more) {
        PlanRead read =
                GatewayFile.read("gateway.yaml", """
            keys: [{name: client, key: sk-client-1}]
            upstreams:
              cloud: {provider: anthropic, url: "http://127.0.0.1:%d", key: "${env:CLOUD_KEY}"}
            models:
              - {name: claude, deployments: [{upstream: cloud, model: claude-there}]}
            """.formatted(port) + more, folder, Map.of("CLOUD_KEY", "sk-cloud"));
        return assertInstanceOf(PlanRead.Accepted.class, read, read.toString()).plan();
    }

    private Wiring wiring() {
        Map<String, String> properties = Map.of("os.name", "Linux", "user.home", folder.toString());
        PrintStream nowhere = new PrintStream(PrintStream.nullOutputStream());
        Surroundings surroundings = new Surroundings(
                Map.of(), properties, folder, InputStream.nullInputStream(), nowhere, nowhere, false, () -> false);
        Resolved settings =
                new SettingsLoader(Map.of(), properties, folder).withoutFile(new Given(folder, null, List.of()));
        assertTrue(settings instanceof Resolved.Loaded, settings::toString);
        return new Wiring(surroundings, ((Resolved.Loaded) settings).settings());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
