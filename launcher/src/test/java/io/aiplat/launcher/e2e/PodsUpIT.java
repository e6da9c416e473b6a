package io.aiplat.launcher.e2e;

import static io.aiplat.launcher.e2e.TestEngine.docker;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.testkit.Eventually;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The same JAR as pods of a cluster that somebody else made: image, bundle, resources, requests through the gateways'
/// Service from inside the cluster, a gateway that goes meanwhile, and nothing left at the end.
class PodsUpIT {
    private static final String RESOURCES = """
            apiVersion: gateway.ai/v1alpha1
            kind: ModelRouter
            metadata: {name: team, namespace: default}
            spec:
              routes:
                - {name: routed, provider: ollama, model: smoke, endpoint: "http://ollama.guests:11434"}
            ---
            apiVersion: ollama.io/v1alpha1
            kind: Model
            metadata: {name: chat, namespace: default}
            spec: {model: smoke}
            """;

    @TempDir
    Path folder;

    @Test
    void operatorAndGatewaysServeFromPodsAndLeaveNothing() throws Exception {
        try (TestEngine engine = TestEngine.open("pods");
                Aiplat owner = Aiplat.withEngine(engine)) {
            String image =
                    ImageBuildIT.push(owner, "pods-" + ProcessHandle.current().pid());
            Path kubeconfig = ForeignCluster.made(engine, owner, folder);
            ForeignCluster.bring(image, engine, folder);
            NodeKubectl kubectl = new NodeKubectl(engine);
            try (Aiplat guest = Aiplat.withEngine(engine)
                    .with("AIPLAT_CONFIG", settings(image).toString())
                    .with("AIPLAT_CLUSTER_KIND", "existing")
                    .with("KUBECONFIG", kubeconfig.toString())) {
                guest.run("up", "--namespace", "guests", "--with", "aiplat").ok();
                guest.run("doctor").tells("aiplat Deployment/aiplat-gateway");
                InsideClient service = InsideClient.of(kubectl, engine, "guests");
                resourcesAreServed(kubectl, service);
                aGatewayGoesAndNoRequestFails(kubectl, service);
                whatIsDeletedIsServedNoMore(kubectl, service);
                guest.run("down", "--purge", "--yes").ok();
                nothingIsLeft(kubectl);
            } finally {
                docker("rmi", "--force", image);
            }
        }
    }

    private Path settings(String image) throws Exception {
        return Files.writeString(folder.resolve("aiplat.yaml"), """
                images:
                  ollama/ollama: aiplat-testbed/ollama:0.11.4
                  aiplat.invalid/aiplat: %s
                """.formatted(image));
    }

    private static void resourcesAreServed(NodeKubectl kubectl, InsideClient service) throws Exception {
        kubectl.apply(RESOURCES);
        kubectl.becomesReady("modelrouters.gateway.ai/team");
        kubectl.becomesReady("models.ollama.io/chat");
        for (String model : List.of("routed", "chat")) {
            // Ready means published; gateways follow within a second.
            Eventually.holds(
                    "both gateways serve " + model,
                    Duration.ofSeconds(30),
                    () -> service.ask(model, 1).startsWith("failed=0 "));
        }
    }

    private static void aGatewayGoesAndNoRequestFails(NodeKubectl kubectl, InsideClient service) throws Exception {
        NodeKubectl guests = kubectl.in("guests");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> clients = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                clients.add(threads.submit(() -> service.ask("routed", 25)));
            }
            String pod = guests.run("get", "pods", "-l", "app.kubernetes.io/name=aiplat-gateway", "-o", "name")
                    .ok()
                    .out()
                    .lines()
                    .findFirst()
                    .orElseThrow();
            guests.run("delete", pod).ok();
            for (Future<String> client : clients) {
                String told = client.get();
                assertTrue(told.startsWith("failed=0 "), told);
            }
        }
        guests.run("rollout", "status", "deployment/aiplat-gateway", "--timeout=120s")
                .ok();
    }

    private static void whatIsDeletedIsServedNoMore(NodeKubectl kubectl, InsideClient service) throws Exception {
        kubectl.run("delete", "modelrouters.gateway.ai/team", "models.ollama.io/chat", "--timeout=60s")
                .ok();
        for (String model : List.of("routed", "chat")) {
            Eventually.holds(
                    model + " is served no more",
                    Duration.ofSeconds(30),
                    () -> service.ask(model, 0).contains("model_not_found"));
        }
    }

    private static void nothingIsLeft(NodeKubectl kubectl) {
        String label = "aiplat.io/bundle=aiplat";
        assertEquals(
                "",
                kubectl.run("get", "clusterroles,clusterrolebindings", "-l", label, "-o", "name")
                        .ok()
                        .out());
        assertEquals("", kubectl.run("get", "crds", "-o", "name").ok().out());
        assertEquals(
                "",
                kubectl.run("get", "namespace", "guests", "--ignore-not-found", "-o", "name")
                        .ok()
                        .out());
    }
}
