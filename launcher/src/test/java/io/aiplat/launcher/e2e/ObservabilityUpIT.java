package io.aiplat.launcher.e2e;

import static io.aiplat.launcher.e2e.TestEngine.docker;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.aiplat.launcher.observability.DashboardFile;
import io.aiplat.testkit.Eventually;
import io.aiplat.testkit.HelmBinary;
import io.aiplat.testkit.PrometheusBinary;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The bundle `observability` in a cluster. Its collector is OpenTelemetry's own, built by the testbed, and runs with
/// the bundle's configuration: what it gathers of a pod, of the kubelet, and of the gateway arrives. In the place of
/// Grafana, Loki, Tempo and Prometheus, whose image cannot be had here, a second collector takes what arrives and
/// writes it down.
@Tag("alone")
class ObservabilityUpIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String RECEIVER = """
            receivers: {otlp: {protocols: {http: {endpoint: "0.0.0.0:4318"}}}}
            exporters:
              file/logs: {path: /data/logs.json, flush_interval: 200ms}
              file/metrics: {path: /data/metrics.json, flush_interval: 200ms}
              file/traces: {path: /data/traces.json, flush_interval: 200ms}
            service:
              telemetry: {metrics: {level: none}}
              pipelines:
                logs: {receivers: [otlp], exporters: [file/logs]}
                metrics: {receivers: [otlp], exporters: [file/metrics]}
                traces: {receivers: [otlp], exporters: [file/traces]}
            """;

    private static final String RECEIVES = """
            FROM aiplat-testbed/busybox:1
            COPY otelcol receiver.yaml /
            ENTRYPOINT ["sh", "-c", "touch /tmp/ready; httpd -p 3000 -h /tmp; exec /otelcol --config=/receiver.yaml"]
            """;

    private static final String COLLECTS = """
            FROM aiplat-testbed/busybox:1
            COPY otelcol /
            ENTRYPOINT ["/otelcol"]
            """;

    /// Says a line, and sends a span, as a program in a pod does.
    private static final String AGENT = """
            apiVersion: v1
            kind: Pod
            metadata: {name: agent, labels: {app.kubernetes.io/name: shopper}}
            spec:
              terminationGracePeriodSeconds: 0
              restartPolicy: Never
              containers:
                - name: agent
                  image: %2$s
                  command: [sh, -c, 'while true; do echo "looked for shoes"; wget -qO- --header "Content-Type: application/json"
                    --post-data "$SPAN" http://otel-collector.observability:4318/v1/traces; sleep 3; done']
                  env: [{name: SPAN, value: '%1$s'}]
                  securityContext:
                    runAsNonRoot: true
                    runAsUser: 1000
                    allowPrivilegeEscalation: false
                    capabilities: {drop: [ALL]}
                    seccompProfile: {type: RuntimeDefault}
            """;

    private static final String SPAN = """
            {"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"0af7651916cd43dd8448eb211c80319c",
            "spanId":"b7ad6b7169203331","name":"shop","kind":1,"startTimeUnixNano":"%1$d000000",
            "endTimeUnixNano":"%1$d000000"}]}]}]}""".replace("\n", "");

    @TempDir
    Path folder;

    @Test
    void whatPodsAndTheGatewayTellIsGathered() throws Exception {
        String number = Long.toString(ProcessHandle.current().pid());
        String collects = "aiplat-e2e/otel-collector:" + number;
        String receives = "aiplat-e2e/lgtm:" + number;
        Files.copy(PrometheusBinary.collector(), folder.resolve("otelcol"));
        Files.writeString(folder.resolve("receiver.yaml"), RECEIVER);
        image(collects, COLLECTS);
        image(receives, RECEIVES);
        try (TestEngine engine = TestEngine.open("observability");
                Aiplat aiplat = Aiplat.withEngine(engine).with("AIPLAT_MODELS_ENGINE", "embedded")) {
            aiplat.run(
                            "up",
                            "--with",
                            "observability",
                            "--set",
                            "images.otel/opentelemetry-collector-k8s=" + collects,
                            "--set",
                            "images.grafana/otel-lgtm=" + receives)
                    .ok()
                    .tells("Apply bundle observability")
                    .tells("Reach lgtm:3000 of observability");
            NodeKubectl cluster = new NodeKubectl(engine);
            itIsToldWhereAiplatIs(aiplat, engine, cluster);

            logsAndSpansOfAPodArrive(aiplat, cluster, receives);
            figuresOfTheKubeletAndOfAiplatArrive(aiplat, cluster);
            spansOfTheGatewayArrive(aiplat, engine, cluster);
            prometheusOperatorTakesTheChart(aiplat, engine, cluster);

            aiplat.run("settings", "unset", "bundles").ok();
            aiplat.run("up").ok().tells("what it has stored stays: PersistentVolumeClaim/lgtm-data");
            cluster.in("observability").get("persistentvolumeclaims/lgtm-data");
            aiplat.run("down", "--purge", "--yes").ok();
        } finally {
            docker("image", "rm", "--force", collects, receives);
        }
    }

    private void image(String name, String dockerfile) throws Exception {
        Files.writeString(folder.resolve("Dockerfile"), dockerfile);
        docker("build", "--quiet", "--tag", name, folder.toString());
    }

    /// As the page has it: pods reach aiplat at the address that the machine has in the network of its containers.
    private static void itIsToldWhereAiplatIs(Aiplat aiplat, TestEngine engine, NodeKubectl cluster) {
        String machine = engine.address().replaceFirst("\\.\\d+$", ".1");
        aiplat.run("up", "--listen", "0.0.0.0", "--set", "gateway.hosts=" + machine)
                .ok();
        String metrics = aiplat.run("keys", "create", "observability", "--role", "metrics")
                .ok()
                .out()
                .strip();
        String traces = aiplat.run("keys", "create", "collector").ok().out().strip();
        NodeKubectl its = cluster.in("observability");
        its.run(
                        "create",
                        "secret",
                        "generic",
                        "aiplat",
                        "--from-literal=AIPLAT_TARGETS=[" + machine + ":" + aiplat.port + "]",
                        "--from-literal=AIPLAT_METRICS_KEY=" + metrics,
                        "--from-literal=TRACES_TO=[otlp_http/lgtm, otlp_http/aiplat]",
                        "--from-literal=AIPLAT_URL=http://" + machine + ":" + aiplat.port,
                        "--from-literal=AIPLAT_KEY=" + traces)
                .ok();
        its.run("rollout", "restart", "daemonset/otel-collector").ok();
        its.run("rollout", "status", "daemonset/otel-collector", "--timeout=120s")
                .ok();
    }

    private static void logsAndSpansOfAPodArrive(Aiplat aiplat, NodeKubectl cluster, String image) throws Exception {
        cluster.run("create", "namespace", "shop").ok();
        cluster.run("label", "namespace", "shop", "pod-security.kubernetes.io/enforce=restricted")
                .ok();
        NodeKubectl shop = cluster.in("shop");
        // The node has this image, and it has a shell.
        shop.apply(AGENT.formatted(SPAN.formatted(System.currentTimeMillis()), image));
        shop.becomesReady("pod/agent");
        // Whose a span is, the collector knows a moment after the pod has its address.
        for (JsonNode resource : List.of(
                arrives(cluster, "logs", "looked for shoes", "k8s.node.name"),
                arrives(cluster, "traces", "0af7651916cd43dd8448eb211c80319c", "k8s.node.name"))) {
            assertEquals(
                    List.of("shop", "agent", "shopper"),
                    of(resource, "k8s.namespace.name", "k8s.pod.name", "service.name"),
                    resource::toString);
        }
        // The same trace is in aiplat's own store, because the Secret says so.
        Eventually.holds(
                "aiplat keeps the trace",
                Duration.ofSeconds(60),
                () -> aiplat.run("traces", "show", "0af7651916cd43dd8448eb211c80319c")
                                .exit()
                        == 0);
    }

    private static void figuresOfTheKubeletAndOfAiplatArrive(Aiplat aiplat, NodeKubectl cluster) throws Exception {
        assertEquals("pong", aiplat.answer("smoke", "ping"));
        arrives(cluster, "metrics", "k8s.pod.memory.working_set");
        arrives(cluster, "metrics", "aiplat_gateway_requests_total");
    }

    /// By a way into the cluster, as a person's own kubectl makes one; this is the node's, so it begins there.
    private static void spansOfTheGatewayArrive(Aiplat aiplat, TestEngine engine, NodeKubectl cluster)
            throws Exception {
        Running way = aiplat.start(
                "kubectl",
                "port-forward",
                "--namespace",
                "observability",
                "--address",
                "0.0.0.0",
                "service/otel-collector",
                "14318:4318");
        try {
            Eventually.holds("the way is open", Duration.ofSeconds(60), () -> opens(engine.address(), 14318));
            Files.writeString(
                    aiplat.home.resolve("gateway.yaml"),
                    "telemetry: {otlp: \"http://" + engine.address() + ":14318\"}\n");
            Eventually.holds("a span of the gateway arrives", Duration.ofSeconds(90), () -> {
                aiplat.answer("smoke", "ping");
                return written(cluster, "traces").contains("aiplat.request.id");
            });
        } finally {
            way.interrupt();
            way.result();
        }
    }

    /// For those who have kube-prometheus-stack: by the definitions of its operator, which does not run here.
    private void prometheusOperatorTakesTheChart(Aiplat aiplat, TestEngine engine, NodeKubectl cluster)
            throws Exception {
        try (Stream<Path> definitions = Files.list(PrometheusBinary.operatorDefinitions())) {
            for (Path each : definitions
                    .filter(file -> file.toString().endsWith(".yaml"))
                    .toList()) {
                applied(engine, cluster, Files.readString(each));
            }
        }
        for (String kind : List.of("prometheusrules", "servicemonitors", "scrapeconfigs")) {
            cluster.knows(kind + ".monitoring.coreos.com");
        }
        Path charts = folder.resolve("helm");
        aiplat.run("render", "--charts", charts.toString()).ok();
        String made = HelmBinary.run(List.of(
                        "template",
                        "monitoring",
                        charts.resolve("monitoring").toString(),
                        "--namespace",
                        "shop",
                        "--set",
                        "machines={10.0.0.5:8585}"))
                .ok();
        applied(engine, cluster, made);
        NodeKubectl shop = cluster.in("shop");
        JsonNode rules = shop.get("prometheusrules/aiplat").at("/spec/groups");
        assertTrue(rules.toString().contains("AiplatHighErrorRate"), rules::toString);
        for (DashboardFile dashboard : DashboardFile.all()) {
            JsonNode map = shop.get("configmap/aiplat-dashboard-" + dashboard.name());
            assertEquals("1", map.at("/metadata/labels/grafana_dashboard").asText());
            assertEquals(
                    dashboard.json(),
                    JSON.readTree(
                            map.path("data").path(dashboard.name() + ".json").asText()));
        }
        assertEquals(
                "aiplat-metrics",
                shop.get("servicemonitors/aiplat-gateway")
                        .at("/spec/endpoints/0/authorization/credentials/name")
                        .asText());
        shop.get("scrapeconfigs/aiplat");
    }

    /// A field that nobody knows is a fault. Definitions are too long for what kubectl else writes down of them.
    private void applied(TestEngine engine, NodeKubectl cluster, String yaml) throws Exception {
        Path file = Files.writeString(folder.resolve("applied.yaml"), yaml);
        docker("cp", file.toString(), engine.cluster + ":/tmp/strict.yaml");
        cluster.run("apply", "--server-side", "--validate=strict", "-f", "/tmp/strict.yaml")
                .ok();
    }

    private static boolean opens(String host, int port) {
        try (Socket _ = new Socket(host, port)) {
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /// The first of what was written down, of one resource, that has all these texts.
    private static JsonNode arrives(NodeKubectl cluster, String signal, String... texts) throws Exception {
        return Eventually.seen(
                        List.of(texts) + " arrives among the " + signal,
                        Duration.ofSeconds(120),
                        () -> resources(written(cluster, signal))
                                .filter(each -> Stream.of(texts).allMatch(each.toString()::contains))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private static Stream<JsonNode> resources(String lines) {
        return lines.lines().filter(line -> line.endsWith("}")).flatMap(line -> {
            try {
                return JSON.readTree(line).valueStream().flatMap(JsonNode::valueStream);
            } catch (IOException notWhole) {
                return Stream.empty();
            }
        });
    }

    private static String written(NodeKubectl cluster, String signal) {
        return cluster.in("observability")
                .run("exec", "deployment/lgtm", "--", "cat", "/data/" + signal + ".json")
                .out();
    }

    private static List<String> of(JsonNode resource, String... attributes) {
        return List.of(attributes).stream()
                .map(name -> resource.at("/resource/attributes")
                        .valueStream()
                        .filter(each -> each.path("key").asText().equals(name))
                        .map(each -> each.at("/value/stringValue").asText())
                        .findFirst()
                        .orElse("none"))
                .toList();
    }
}
