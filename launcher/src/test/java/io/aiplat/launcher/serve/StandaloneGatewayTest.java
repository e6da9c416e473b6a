package io.aiplat.launcher.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.aiplat.launcher.routes.ConfigReload;
import io.aiplat.launcher.settings.CommandLineSettings;
import io.aiplat.launcher.settings.SettingsLoader;
import io.aiplat.launcher.settings.SettingsResult;
import io.aiplat.launcher.wiring.ProcessContext;
import io.aiplat.launcher.wiring.ServeScope;
import io.aiplat.model.Problem;
import io.aiplat.model.Settings;
import io.aiplat.routing.GatewayConfig;
import io.aiplat.routing.file.ConfigReadResult;
import io.aiplat.routing.file.GatewayFile;
import io.aiplat.routing.source.RouteProblem;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A gateway by itself, with what its file says.
class StandaloneGatewayTest {
    private static final String ANSWER =
            "{\"type\":\"message\",\"content\":[],\"usage\":{\"input_tokens\":1,\"output_tokens\":1}}";

    @TempDir
    private Path folder;

    @Test
    void asksAnthropicsCloudWithTheKeyOfItsFileAndLogsIt() throws Exception {
        HttpServer cloud = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        cloud.createContext("/v1/messages", StandaloneGatewayTest::answer);
        cloud.start();
        Settings.Gateway listening = Settings.Gateway.at("127.0.0.1", freePort());
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        try (ServeScope scope = scope();
                StandaloneGateway _ =
                        StandaloneGateway.open(scope, plan(cloud.getAddress().getPort()), listening, log);
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
        cloud.createContext("/v1/messages", StandaloneGatewayTest::answer);
        BlockingQueue<String> exported = new LinkedBlockingQueue<>();
        cloud.createContext("/v1/traces", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exported.add(exchange.getRequestURI().getPath());
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        cloud.start();
        int port = cloud.getAddress().getPort();
        Settings.Gateway listening = Settings.Gateway.at("127.0.0.1", freePort());
        try (ServeScope scope = scope();
                StandaloneGateway gateway =
                        StandaloneGateway.open(scope, plan(port), listening, OutputStream.nullOutputStream());
                HttpClient client = HttpClient.newHttpClient()) {
            gateway.follow(plan(port, "telemetry: {otlp: \"http://127.0.0.1:" + port + "\"}\n"));
            HttpResponse<String> response = client.send(question(listening.port()), BodyHandlers.ofString());
            assertEquals(200, response.statusCode(), response.body());

            assertNotNull(exported.poll(10, TimeUnit.SECONDS), "no span has come");
        } finally {
            cloud.stop(0);
        }
    }

    @Test
    void aKeyThatIsTakenOutOfTheFileOpensNothingUntilItIsPutBack() throws Exception {
        HttpServer cloud = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        cloud.createContext("/v1/messages", StandaloneGatewayTest::answer);
        cloud.start();
        int port = cloud.getAddress().getPort();
        GatewayConfig both = plan(port, "", "{name: other, key: sk-other-1}");
        Settings.Gateway listening = Settings.Gateway.at("127.0.0.1", freePort());
        try (ServeScope scope = scope();
                HttpClient client = HttpClient.newHttpClient()) {
            try (StandaloneGateway gateway =
                    StandaloneGateway.open(scope, both, listening, OutputStream.nullOutputStream())) {
                assertEquals(200, ask(client, listening, "sk-other-1").statusCode());
                gateway.follow(plan(port));
                HttpResponse<String> refused = ask(client, listening, "sk-other-1");
                assertEquals(401, refused.statusCode());
                assertTrue(refused.body().contains("no longer in the gateway's file"), refused.body());
                assertEquals(200, ask(client, listening, "sk-client-1").statusCode());
            }
            try (StandaloneGateway gateway =
                    StandaloneGateway.open(scope, plan(port), listening, OutputStream.nullOutputStream())) {
                assertEquals(401, ask(client, listening, "sk-other-1").statusCode(), "after a restart");
                gateway.follow(both);
                assertEquals(200, ask(client, listening, "sk-other-1").statusCode(), "put back");
            }
        } finally {
            cloud.stop(0);
        }
    }

    /// What `gateway check` once called right, and what ended the gateway that followed it.
    @Test
    void servesOnWhateverItIsGivenToFollow() throws Exception {
        HttpServer cloud = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        cloud.createContext("/v1/messages", StandaloneGatewayTest::answer);
        cloud.start();
        int port = cloud.getAddress().getPort();
        Path path = folder.resolve("gateway.yaml");
        String right = text(port, "", "");
        Settings.Gateway listening = Settings.Gateway.at("127.0.0.1", freePort());
        Files.writeString(path, right);
        try (ServeScope scope = scope();
                HttpClient client = HttpClient.newHttpClient()) {
            ConfigReload file = ConfigReload.ofRun(path, Map.of("CLOUD_KEY", "sk-cloud", "BROKEN", "sk\r\nX: y"));
            GatewayConfig plan = assertInstanceOf(ConfigReadResult.Accepted.class, file.read())
                    .plan();
            try (StandaloneGateway gateway =
                    StandaloneGateway.open(scope, plan, listening, OutputStream.nullOutputStream())) {
                List<String> wrong = new ArrayList<>();
                List<String> texts = List.of(
                        right + "defaults: {price: {input: 1e30, output: 1}}\n",
                        text(port, "", "{name: a/b, key: sk-other-1}"),
                        // Not behind the other price, which is wrong in the same words: what was said is not said
                        // again.
                        right + "defaults: {price: {input: 2, output: 2, per: 1 token}}\n",
                        text(port, "", "{name: other, key: sk-other 1}"),
                        text(port, "", "{name: other, key: sk-other-1, tags: [\"a b,c\"]}"),
                        text(port, "", "{name: other, key: sk-other-1, user: a/b}"),
                        text(port, "", "{name: other, key: sk-other-1, budget: {amount: 1e30}}"),
                        text(port, "", "{name: other, key: sk-client-1}"),
                        right.replace("${env:CLOUD_KEY}", "${env:BROKEN}"),
                        "[".repeat(100_000),
                        "null");
                for (String text : texts) {
                    Files.writeString(path, text);
                    wrong.clear();
                    for (int i = 0; i < 3; i++) {
                        file.look(new ConfigReload.Follower() {
                            @Override
                            public void follow(GatewayConfig next) {
                                gateway.follow(next);
                            }

                            @Override
                            public void keep(List<Problem> problems) {
                                wrong.add(problems.getFirst().toText());
                            }

                            @Override
                            public void reject(List<RouteProblem> parts) {
                                throw new AssertionError(parts);
                            }
                        });
                    }
                    assertEquals(1, wrong.size(), () -> cut(text) + wrong);
                    assertTrue(wrong.getFirst().contains("gateway.yaml"), wrong::toString);
                    assertEquals(200, ask(client, listening, "sk-client-1").statusCode(), () -> cut(text));
                }
            }
        } finally {
            cloud.stop(0);
        }
    }

    private static String cut(String text) {
        return text.substring(0, Math.min(200, text.length()));
    }

    private static HttpResponse<String> ask(HttpClient client, Settings.Gateway listening, String key)
            throws IOException, InterruptedException {
        return client.send(question(listening.port(), key), BodyHandlers.ofString());
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
        return question(port, "sk-client-1");
    }

    private static HttpRequest question(int port, String key) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/messages"))
                .header("x-api-key", key)
                .POST(BodyPublishers.ofString("{\"model\":\"claude\",\"max_tokens\":9,\"messages\":[]}"))
                .build();
    }

    private GatewayConfig plan(int port) {
        return plan(port, "");
    }

    private GatewayConfig plan(int port, String more) {
        return plan(port, more, "");
    }

    private GatewayConfig plan(int port, String more, String key) {
        ConfigReadResult read =
                GatewayFile.read("gateway.yaml", text(port, more, key), folder, Map.of("CLOUD_KEY", "sk-cloud"));
        return assertInstanceOf(ConfigReadResult.Accepted.class, read, read.toString())
                .plan();
    }

    private static String text(int port, String more, String key) {
        return """
            keys: [{name: client, key: sk-client-1}%s]
            upstreams:
              cloud: {provider: anthropic, url: "http://127.0.0.1:%d", key: "${env:CLOUD_KEY}"}
            models:
              - {name: claude, deployments: [{upstream: cloud, model: claude-there}]}
            """.formatted(key.isEmpty() ? "" : ", " + key, port) + more;
    }

    private ServeScope scope() {
        Map<String, String> properties = Map.of("os.name", "Linux", "user.home", folder.toString());
        PrintStream nowhere = new PrintStream(PrintStream.nullOutputStream());
        ProcessContext surroundings = new ProcessContext(
                Map.of(), properties, folder, InputStream.nullInputStream(), nowhere, nowhere, false, () -> false);
        SettingsResult settings = new SettingsLoader(Map.of(), properties, folder)
                .withoutFile(new CommandLineSettings(folder, null, List.of()));
        assertTrue(settings instanceof SettingsResult.Loaded, settings::toString);
        return new ServeScope(surroundings, ((SettingsResult.Loaded) settings).settings());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
