package io.aiplat.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.aiplat.testkit.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What requests and pods have had of machines, for whom, and what that costs.
class CostIT {
    private static final long ANSWERS_AFTER_MILLIS = 400;
    private static final int REQUESTS = 3;

    private static final byte[] ANSWER = """
            {"id":"1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"finish_reason":"stop",
            "message":{"role":"assistant","content":"x"}}],
            "usage":{"prompt_tokens":9,"completion_tokens":1,"total_tokens":10}}""".getBytes(StandardCharsets.UTF_8);

    private static final String IMAGE = "aiplat-testbed/busy-agent:1";

    /// Computes for a while on the tenth of a processor that it may have, and is idle then.
    private static final String DOCKERFILE = """
            FROM aiplat-testbed/busybox:1
            USER 10001
            CMD ["sh", "-c", "trap 'exit 0' TERM; httpd -f -p 8080 -h /tmp & timeout 60 sh -c 'while :; do :; done'; wait"]
            """;

    private static final String TEAM = """
            apiVersion: kro.run/v1alpha1
            kind: AITeam
            metadata: {name: costly}
            spec: {teamName: costly, models: ["smoke"], maxBudget: "50.0", cpuQuota: "2", memoryQuota: 4Gi}
            """;

    private static final String AGENT = """
            apiVersion: agentops.io/v1alpha1
            kind: AgentDeployment
            metadata: {name: burner, namespace: team-costly}
            spec:
              image: docker.io/aiplat-testbed/busy-agent:1
              model: smoke
              replicas: 1
              resources: {requests: {cpu: 100m, memory: 32Mi}, limits: {cpu: 100m, memory: 64Mi}}
            """;

    @TempDir
    Path folder;

    /// Two teams ask a server with two GPUs at the same time. What falls to both together is the GPUs for the time in
    /// which the server was asked, by whomever.
    @Test
    void requestsOfTwoTeamsShareTheGpusOfTheServerThatBothAsk() throws Exception {
        HttpServer server = slow();
        try (Aiplat aiplat = Aiplat.withoutEngine().with("AIPLAT_PRICES_GPU_HOUR", "3600")) {
            Files.createDirectories(aiplat.home);
            aiplat.run("up").ok();
            Files.writeString(aiplat.home.resolve("gateway.yaml"), """
                    upstreams:
                      there: {provider: openai, url: "http://127.0.0.1:%d/v1", gpus: 2}
                    models:
                      - {name: shared, deployments: [{upstream: there, model: m}]}
                    """.formatted(
                            server.getAddress().getPort()));
            List<String> keys = new ArrayList<>();
            for (String team : List.of("blue", "green")) {
                aiplat.run("teams", "create", team).ok();
                keys.add(aiplat.run("keys", "create", "of-" + team, "--team", team)
                        .ok()
                        .out()
                        .strip());
            }
            Eventually.holds(
                    "the model is served",
                    Duration.ofSeconds(30),
                    () -> aiplat.models().contains("\"shared\""));
            for (int i = 0; i < REQUESTS; i++) {
                List<CompletableFuture<HttpResponse<String>>> both = keys.stream()
                        .map(key -> CompletableFuture.supplyAsync(() -> chat(aiplat, key)))
                        .toList();
                for (CompletableFuture<HttpResponse<String>> each : both) {
                    assertEquals(200, each.get().statusCode(), each.get().body());
                }
            }

            Eventually.holds("all are booked", Duration.ofSeconds(20), () -> {
                JsonNode rows = aiplat.json("spend", "--by", "team").path("data");
                return rows.size() == 2
                        && rows.path(0).path("requests").asInt() == REQUESTS
                        && rows.path(1).path("requests").asInt() == REQUESTS;
            });
            JsonNode rows = aiplat.json("spend", "--by", "team").path("data");
            double blue = rows.path(0).path("gpu_seconds").asDouble();
            double green = rows.path(1).path("gpu_seconds").asDouble();
            double least = 2.0 * REQUESTS * ANSWERS_AFTER_MILLIS / 1000;
            assertTrue(blue + green >= least && blue + green < least * 1.6, rows::toString);
            assertEquals(blue, green, least / 3, rows::toString);
            // A GPU second costs one unit.
            assertEquals(blue, rows.path(0).path("machine_cost").asDouble(), 0.001, rows::toString);
            aiplat.run("spend", "--by", "model").ok().tells("GPU S").tells("MACHINES");
            aiplat.run("spend", "--by", "key", "--csv")
                    .ok()
                    .tells("day,key,requests,")
                    .tells(",of-blue,3,");
        } finally {
            server.stop(0);
        }
    }

    private static HttpResponse<String> chat(Aiplat aiplat, String key) {
        try {
            return aiplat.chat(key, "shared");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static HttpServer slow() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", CostIT::answer);
        server.start();
        return server;
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            Thread.sleep(ANSWERS_AFTER_MILLIS);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, ANSWER.length);
            exchange.getResponseBody().write(ANSWER);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// An agent of a team computes for a minute. What it used stands under the agent, under the team and in the
    /// metrics, as much as its control group says, and still does when aiplat has begun anew.
    @Test
    void whatAnAgentUsesIsItsTenantsAndAsMuchAsItsControlGroupSays() throws Exception {
        try (TestEngine engine = TestEngine.open("cost");
                Aiplat aiplat = Aiplat.withEngine(engine)
                        .with("AIPLAT_PRICES_CPU_HOUR", "3600")
                        .with("AIPLAT_PRICES_MEMORY_HOUR", "0.01")) {
            aiplat.run("up").ok();
            NodeKubectl cluster = new NodeKubectl(engine);
            cluster.makeImage(IMAGE, DOCKERFILE, folder);
            cluster.knows("aiteams.kro.run");
            cluster.apply(TEAM);
            cluster.becomesReady("aiteams/costly");
            NodeKubectl own = cluster.in("team-costly");
            own.apply(AGENT);
            own.becomesReady("ad/burner");

            Eventually.holds("it was busy and is idle", Duration.ofSeconds(180), () -> {
                double before = controlGroup(own);
                Thread.sleep(3_000);
                return before > 3 && controlGroup(own) - before < 0.05;
            });
            double used = controlGroup(own);
            Eventually.holds(
                    "the agent has " + used + " seconds of processors, or a fifth less",
                    Duration.ofSeconds(100),
                    () -> spent(aiplat, "agent", "burner").path("cpu_seconds").asDouble() >= used * 0.8);
            JsonNode agent = spent(aiplat, "agent", "burner");
            assertEquals(used, agent.path("cpu_seconds").asDouble(), used * 0.2, agent::toString);
            assertTrue(agent.path("memory_gib_seconds").asDouble() > 0, agent::toString);
            assertTrue(
                    agent.path("machine_cost").asDouble()
                            >= agent.path("cpu_seconds").asDouble(),
                    agent::toString);

            JsonNode tenant = spent(aiplat, "tenant", "costly");
            assertTrue(
                    tenant.path("cpu_seconds").asDouble()
                            >= agent.path("cpu_seconds").asDouble(),
                    tenant::toString);
            aiplat.run("spend", "--by", "tenant").ok().tells("POD CPU S").tells("costly");

            double kept = agent.path("cpu_seconds").asDouble();
            aiplat.run("restart").ok();
            assertTrue(spent(aiplat, "agent", "burner").path("cpu_seconds").asDouble() >= kept, "it goes on");
            aiplat.run("down", "--purge", "--yes").ok();
        }
    }

    /// Seconds of processors that the agent's container has used, as the kernel counts them.
    private static double controlGroup(NodeKubectl kubectl) {
        String pod = kubectl.run("get", "pods", "-l", "app.kubernetes.io/name=burner", "-o", "name")
                .ok()
                .out()
                .strip();
        String counted = kubectl.run(
                        "exec",
                        pod,
                        "--",
                        "sh",
                        "-c",
                        "cat /sys/fs/cgroup/cpu.stat /sys/fs/cgroup/cpu,cpuacct/cpuacct.usage"
                                + " /sys/fs/cgroup/cpuacct/cpuacct.usage 2>/dev/null; true")
                .ok()
                .out();
        for (String line : counted.lines().toList()) {
            if (line.startsWith("usage_usec ")) {
                return Double.parseDouble(line.substring("usage_usec ".length())) / 1e6;
            }
            if (line.matches("[0-9]+")) {
                return Double.parseDouble(line) / 1e9;
            }
        }
        throw new AssertionError("no control group says what it used: " + counted);
    }

    private static JsonNode spent(Aiplat aiplat, String by, String name) throws IOException {
        for (JsonNode row : aiplat.json("spend", "--by", by).path("data")) {
            if (row.path("name").asText().equals(name)) {
                return row;
            }
        }
        return MissingNode.getInstance();
    }
}
