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

/// A model of which no copy runs as long as nobody asks, in a cluster with an operator and two gateways as pods: the
/// first
/// request waits in its gateway, the operator hears of it and starts a copy, many requests at both are several copies,
/// and when nobody asks at any of them none is left. The node only says that it has GPUs.
class ScaledPodsUpIT {
    private static final String MODEL = """
            apiVersion: kubeai.org/v1
            kind: Model
            metadata:
              name: asleep
              namespace: inference
            spec:
              features: [TextGeneration]
              url: hf://neuralmagic/Meta-Llama-3.1-8B-Instruct-FP8
              engine: VLLM
              env: {LOADING_SECONDS: "3"}
              minReplicas: 0
              maxReplicas: 2
              targetRequests: 2
              scaleDownDelaySeconds: 8
              resourceProfile: nvidia-gpu-l4:1
            """;

    @TempDir
    Path folder;

    @Test
    void theFirstRequestStartsAModelAndTheLastLetsItGo() throws Exception {
        VllmStandIn.needed();
        try (TestEngine engine = TestEngine.open("scaledpods");
                Aiplat owner = Aiplat.withEngine(engine)) {
            String image =
                    ImageBuildIT.push(owner, "scaled-" + ProcessHandle.current().pid());
            Path kubeconfig = ForeignCluster.made(engine, owner, folder);
            ForeignCluster.bring(image, engine, folder);
            NodeKubectl cluster = new NodeKubectl(engine);
            VllmStandIn.images(cluster, folder, VllmStandIn.IMAGE);
            cluster.run("create", "namespace", "inference").ok();
            VllmStandIn.pretendGpus(cluster, 3);
            NodeKubectl kubectl = cluster.in("inference");
            try (Aiplat guest = Aiplat.withEngine(engine)
                    .with("AIPLAT_CONFIG", settings(image).toString())
                    .with("AIPLAT_CLUSTER_KIND", "existing")
                    .with("KUBECONFIG", kubeconfig.toString())) {
                guest.run("up", "--namespace", "guests", "--with", "aiplat").ok();
                InsideClient client = InsideClient.of(cluster, engine, "guests");

                nobodyAsksAndNothingRunsOrIsAsked(cluster, kubectl);
                theFirstRequestWaitsAndIsAnswered(client, kubectl);
                itGoesAndComesAgainForMany(client, kubectl);
                aGatewayThatIsAwayKeepsIt(engine, client, kubectl);
                nothingIsLeft(kubectl);
                guest.run("down", "--purge", "--yes").ok();
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

    private static void nobodyAsksAndNothingRunsOrIsAsked(NodeKubectl cluster, NodeKubectl kubectl) throws Exception {
        kubectl.apply(MODEL);
        isAsleep(kubectl);
        String published = version(cluster);
        Thread.sleep(Duration.ofSeconds(5));
        assertEquals(published, version(cluster), "at rest nothing is written");
    }

    private static String version(NodeKubectl cluster) throws Exception {
        return cluster.in("guests")
                .get("secret/aiplat-gateway")
                .at("/metadata/resourceVersion")
                .asText();
    }

    private static void isAsleep(NodeKubectl kubectl) throws Exception {
        kubectl.becomes("models.kubeai.org/asleep", "Ready", "the first request starts one");
        Eventually.holds(
                "no pod is left",
                Duration.ofSeconds(60),
                () -> kubectl.get("pods").path("items").isEmpty());
    }

    private static void answers(InsideClient client) {
        String told = client.ask("asleep", 0);
        assertTrue(told.startsWith("failed=0 "), told);
    }

    private static void theFirstRequestWaitsAndIsAnswered(InsideClient client, NodeKubectl kubectl) throws Exception {
        Eventually.holds(
                "both gateways know the model",
                Duration.ofSeconds(30),
                () -> !client.ask("asleep", 0).contains("model_not_found"));
        answers(client);
        kubectl.becomes("models.kubeai.org/asleep", "Ready", "1 of 1 copy answers");
        isAsleep(kubectl);
        long begun = System.nanoTime();
        answers(client);
        System.out.printf("first answer after %.1f s%n", (System.nanoTime() - begun) / 1e9);
    }

    private static void itGoesAndComesAgainForMany(InsideClient client, NodeKubectl kubectl) throws Exception {
        isAsleep(kubectl);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> clients = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                clients.add(threads.submit(() -> client.ask("asleep", 0)));
            }
            // They wait at both gateways, and so are counted together.
            kubectl.becomes("models.kubeai.org/asleep", "Ready", "2 of 2 copies answer");
            for (Future<String> each : clients) {
                assertTrue(each.get().startsWith("failed=0 "), each.get());
            }
        }
        isAsleep(kubectl);
    }

    private static void aGatewayThatIsAwayKeepsIt(TestEngine engine, InsideClient client, NodeKubectl kubectl)
            throws Exception {
        answers(client);
        ForeignCluster.signalGateway(engine, "-STOP");
        // More than its idle time, and less than until the kubelet ends a gateway that does not answer.
        Thread.sleep(Duration.ofSeconds(20));
        assertEquals(1, kubectl.get("deployments/asleep").at("/spec/replicas").asInt(), "it may have requests");
        ForeignCluster.signalGateway(engine, "-CONT");
        isAsleep(kubectl);
    }

    private static void nothingIsLeft(NodeKubectl kubectl) throws Exception {
        kubectl.run("delete", "models.kubeai.org", "--all").ok();
        Eventually.holds(
                "nothing is left",
                Duration.ofSeconds(60),
                () -> kubectl.get("deployments,services,pods").path("items").isEmpty());
    }
}
