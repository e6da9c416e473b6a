package io.aiplat.launcher.e2e;

import static io.aiplat.launcher.e2e.TestEngine.docker;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.aiplat.testkit.Eventually;
import io.aiplat.testkit.PostgresServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two gateways as pods behind one Service, with their keys and budgets in a PostgreSQL database: a key made at one
/// holds
/// at the other, a team's resource becomes a team of both, and of a thousand clients on one budget nobody overspends
/// when one of the gateways is killed.
class SharedPodsUpIT {
    private static final int CLIENTS = 1_000;

    /// In requests, since each costs 1: more than all clients have under way at once, and used up in the end.
    private static final int BUDGET = 4_000;

    private static final String BODY = """
            {"model":"m","max_tokens":1,"messages":[{"role":"user","content":"hi"}]}""";

    private static final String TEAM = """
            apiVersion: kro.run/v1alpha1
            kind: AITeam
            metadata: {name: research, namespace: default}
            spec: {teamName: research, models: ["m"], maxBudget: "3.0", cpuQuota: "1", memoryQuota: 1Gi}
            """;

    @TempDir
    private Path folder;

    private final AtomicInteger worked = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final Map<Integer, AtomicInteger> said = new ConcurrentHashMap<>();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private String gateways = "";
    private String admin = "";

    @Test
    void areOneToTheirClients() throws Exception {
        try (PostgresServer database = PostgresServer.start();
                TestEngine engine = TestEngine.open("sharedpods");
                Aiplat owner = Aiplat.withEngine(engine)) {
            String image =
                    ImageBuildIT.push(owner, "shared-" + ProcessHandle.current().pid());
            Path kubeconfig = ForeignCluster.made(engine, owner, folder);
            ForeignCluster.bring(image, engine, folder);
            String here = hostOf(engine);
            HttpServer upstream = CountingUpstream.start(InetAddress.getByName(here), worked);
            NodeKubectl guests = new NodeKubectl(engine).in("guests");
            try (TcpRelay store = relay(here, database.database("shared", "aiplat"));
                    Aiplat guest = Aiplat.withEngine(engine)
                            .with("AIPLAT_CONFIG", settings(image, here, store.port()))
                            .with("AIPLAT_CLUSTER_KIND", "existing")
                            .with("KUBECONFIG", kubeconfig.toString())) {
                guest.run("up", "--namespace", "guests", "--with", "aiplat").ok();
                assertTrue(guest.run("settings").ok().out().contains("***"), "the address is not printed");
                serve(guests, here, upstream.getAddress().getPort());
                try (TcpRelay service = relay("127.0.0.1", nodePort(guests, engine))) {
                    gateways = "http://127.0.0.1:" + service.port();
                    admin = secret(guests, "aiplat-gateway", "admin");
                    aKeyHoldsAtBoth();
                    aTeamOfAResourceIsATeamOfBoth(new NodeKubectl(engine));
                    oneIsKilledAndNothingIsOverspent(engine, guests);
                }
                guest.run("down", "--purge", "--yes").ok();
            } finally {
                upstream.stop(0);
                docker("rmi", "--force", image);
            }
        } finally {
            http.close();
        }
    }

    /// This machine, as pods reach it.
    private static String hostOf(TestEngine engine) {
        return docker(
                        "container",
                        "inspect",
                        "--format",
                        "{{range .NetworkSettings.Networks}}{{.Gateway}}{{end}}",
                        engine.cluster)
                .out()
                .strip();
    }

    private static TcpRelay relay(String listen, String url) throws IOException {
        URI target = URI.create(url);
        return TcpRelay.open(listen, new InetSocketAddress(target.getHost(), target.getPort()));
    }

    /// The address of the database, with its password, is in a file that only its owner may read.
    private String settings(String image, String here, int port) throws IOException {
        Path address = Files.createFile(
                folder.resolve("database-url"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        String password = URLEncoder.encode(PostgresServer.PASSWORD, StandardCharsets.UTF_8);
        Files.writeString(
                address, "postgresql://%s:%s@%s:%d/shared%n".formatted(PostgresServer.USER, password, here, port));
        return Files.writeString(folder.resolve("aiplat.yaml"), """
                database:
                  url: ${file:%s}
                images:
                  ollama/ollama: aiplat-testbed/ollama:0.11.4
                  aiplat.invalid/aiplat: %s
                """.formatted(address, image))
                .toString();
    }

    /// Adds a model with a price to what the gateways serve, as an administrator of the cluster would.
    private static void serve(NodeKubectl guests, String here, int port) throws Exception {
        String yaml = guests.get("configmap/aiplat-gateway")
                .at("/data/gateway.yaml")
                .asText()
                .replace(
                        "upstreams:\n",
                        "upstreams:\n  counting: {provider: openai, url: \"http://%s:%d/v1\"}\n".formatted(here, port))
                .replace("models:\n", """
                        models:
                          - name: m
                            deployments: [{upstream: counting, model: m}]
                            price: {input: 0, output: 1, per: 1 token}
                        """);
        guests.run(
                        "patch",
                        "configmap/aiplat-gateway",
                        "--type=merge",
                        "--patch",
                        new ObjectMapper()
                                .createObjectNode()
                                .set(
                                        "data",
                                        new ObjectMapper().createObjectNode().put("gateway.yaml", yaml))
                                .toString())
                .ok();
        guests.run("rollout", "restart", "deployment/aiplat-gateway").ok();
        guests.run("rollout", "status", "deployment/aiplat-gateway", "--timeout=180s")
                .ok();
    }

    private static String nodePort(NodeKubectl guests, TestEngine engine) throws Exception {
        guests.run("expose", "service/aiplat-gateway", "--name=outside", "--type=NodePort")
                .ok();
        return "http://" + engine.address() + ":"
                + guests.get("service/outside").at("/spec/ports/0/nodePort").asText();
    }

    private static String secret(NodeKubectl kubectl, String name, String entry) throws Exception {
        String encoded = kubectl.get("secret/" + name).at("/data/" + entry).asText();
        return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
    }

    private void aKeyHoldsAtBoth() throws Exception {
        String key = key("laptop", "\"budgets\": [\"20/total\"]");
        Eventually.holds("the key is known", Duration.ofSeconds(5), () -> models(key) == 200);
        for (int i = 0; i < 20; i++) {
            assertEquals(200, status(key), "each connection is to one of both");
        }
        for (int i = 0; i < 4; i++) {
            assertEquals(429, status(key), "twenty requests on both, and no more on any");
        }
        assertEquals(
                200,
                send(request("/admin/v1/keys/laptop/revoke", admin).POST(BodyPublishers.noBody()))
                        .statusCode());
        for (int i = 0; i < 4; i++) {
            assertEquals(401, status(key), "without waiting for anything");
        }
    }

    private void aTeamOfAResourceIsATeamOfBoth(NodeKubectl cluster) throws Exception {
        cluster.apply(TEAM);
        cluster.becomesReady("aiteams/research");
        NodeKubectl team = cluster.in("team-research");
        String key = secret(team, "research-api-key", "OPENAI_API_KEY");
        Eventually.holds("the team's key is known", Duration.ofSeconds(5), () -> models(key) == 200);
        for (int i = 0; i < 3; i++) {
            assertEquals(200, status(key));
        }
        assertEquals(429, status(key), "its budget is 3");
        cluster.run("delete", "aiteams/research", "--timeout=90s").ok();
        Eventually.holds("the key opens nothing", Duration.ofSeconds(5), () -> status(key) == 401);
        Eventually.holds(
                "its namespace is gone",
                Duration.ofSeconds(90),
                () -> cluster.run("get", "namespace/team-research").exit() != 0);
    }

    private void oneIsKilledAndNothingIsOverspent(TestEngine engine, NodeKubectl guests) throws Exception {
        String key = key("crowd", "\"budgets\": [\"" + BUDGET + "/total\"]");
        Eventually.holds("the key is known", Duration.ofSeconds(5), () -> models(key) == 200);
        worked.set(0);
        answered.set(0);
        AtomicBoolean over = new AtomicBoolean();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int client = 0; client < CLIENTS; client++) {
                threads.submit(() -> {
                    while (!over.get()) {
                        count(key);
                    }
                });
            }
            Eventually.seen("a third is answered", Duration.ofMinutes(2), answered::get, now -> now >= BUDGET / 3);
            // It can say goodbye to nobody.
            ForeignCluster.signalGateway(engine, "-9");
            int then = answered.get();
            refused.set(0);
            Eventually.seen("the budget is used up", Duration.ofMinutes(4), refused::get, now -> now >= CLIENTS);
            over.set(true);
            System.out.println(
                    "killed after " + then + "; " + answered + " answered, " + worked + " worked on, " + said);
        }
        // What the dead one had open is charged once its lease has run out; until then it is held.
        double spent = Eventually.seen("all is booked", Duration.ofSeconds(60), this::spent, sum -> sum >= BUDGET);
        assertEquals(BUDGET, spent, "overspent nothing, and all is spent");
        assertTrue(worked.get() <= BUDGET, () -> worked + " requests for a budget of " + BUDGET);
        assertTrue(answered.get() <= spent, () -> answered + " answers, of which nothing is lost");
        guests.run("rollout", "status", "deployment/aiplat-gateway", "--timeout=120s")
                .ok();
    }

    private double spent() {
        double sum = 0;
        for (JsonNode day : json(send(request("/admin/v1/spend?by=key&from=2000-01-01&to=2999-12-31", admin)))
                .path("data")) {
            sum += day.path("name").asText().equals("crowd") ? day.path("cost").asDouble() : 0;
        }
        return sum;
    }

    private String key(String name, String fields) {
        HttpResponse<String> made = send(request("/admin/v1/keys", admin)
                .POST(BodyPublishers.ofString("{\"name\": \"" + name + "\", " + fields + "}")));
        assertEquals(201, made.statusCode(), made.body());
        return json(made).path("token").asText();
    }

    private int models(String key) {
        return send(request("/v1/models", key)).statusCode();
    }

    private int status(String key) {
        return send(request("/v1/chat/completions", key).POST(BodyPublishers.ofString(BODY)))
                .statusCode();
    }

    private HttpRequest.Builder request(String path, String key) {
        return HttpRequest.newBuilder(URI.create(gateways + path))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json");
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode json(HttpResponse<String> answer) {
        try {
            return new ObjectMapper().readTree(answer.body());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void count(String key) {
        try {
            int status = status(key);
            said.computeIfAbsent(status, _ -> new AtomicInteger()).incrementAndGet();
            if (status == 200) {
                answered.incrementAndGet();
            } else if (status == 429) {
                refused.incrementAndGet();
            } else {
                pause();
            }
        } catch (IllegalStateException e) {
            // The connection was to the dead gateway, or the node's rules still name it.
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
