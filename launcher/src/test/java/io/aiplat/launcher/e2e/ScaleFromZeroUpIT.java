package io.aiplat.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.testkit.Eventually;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A model of which no copy runs as long as nobody asks for it: the first request has one started and waits for it,
/// many
/// requests are several copies, and after its idle time none is left. The node only says that it has GPUs, and
/// llama.cpp's server stands where vLLM would in its image.
class ScaleFromZeroUpIT {
    /// From KubeAI's catalogue, but for the times.
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

    private static final String SLOW = MODEL.replace("name: asleep", "name: slow")
            .replace("\"3\"", "\"20\"")
            .replace("maxReplicas: 2", "maxReplicas: 1");

    private static final String NO_ROOM =
            MODEL.replace("name: asleep", "name: greedy").replace("nvidia-gpu-l4:1", "nvidia-gpu-l4:8");

    private static final String NO_IMAGE = MODEL.replace("name: asleep", "name: broken")
            .replace("engine: VLLM", "engine: VLLM\n  image: no.registry.invalid/vllm:none");

    private static final String MEASURED = MODEL.replace("name: asleep", "name: measured")
            .replace("scaleDownDelaySeconds: 8", "scaleDownDelaySeconds: 30");

    /// What makes a cluster one that measures pods, though nobody answers there.
    private static final String METRICS = """
            apiVersion: apiregistration.k8s.io/v1
            kind: APIService
            metadata: {name: v1beta2.custom.metrics.k8s.io}
            spec:
              group: custom.metrics.k8s.io
              version: v1beta2
              groupPriorityMinimum: 100
              versionPriority: 100
              insecureSkipTLSVerify: true
              service: {name: nobody, namespace: inference}
            """;

    private static final String OF_OLLAMA = """
            apiVersion: kubeai.org/v1
            kind: Model
            metadata:
              name: ollamas
              namespace: inference
            spec:
              features: [TextGeneration]
              url: ollama://smoke
              engine: OLlama
              minReplicas: 0
              scaleDownDelaySeconds: 3
            """;

    @TempDir
    Path folder;

    @Test
    void theFirstRequestStartsAModelAndTheLastLetsItGo() throws Exception {
        VllmStandIn.needed();
        try (TestEngine engine = TestEngine.open("zero");
                Aiplat aiplat = Aiplat.withEngine(engine)
                        .with("AIPLAT_WAITS_START", "45s")
                        .with("AIPLAT_MODELS_KEEP_LOADED", "false")) {
            aiplat.run("up").ok();
            NodeKubectl cluster = new NodeKubectl(engine);
            cluster.knows("models.kubeai.org");
            VllmStandIn.images(cluster, folder, VllmStandIn.IMAGE);
            cluster.run("create", "namespace", "inference").ok();
            VllmStandIn.pretendGpus(cluster, 3);
            NodeKubectl kubectl = cluster.in("inference");

            nobodyAsksAndNothingRuns(aiplat, kubectl);
            theFirstRequestWaitsAndIsAnswered(aiplat, kubectl);
            itGoesAndComesAgainForMany(aiplat, kubectl);
            aStreamHearsCommentsMeanwhile(aiplat, kubectl);
            whatDoesNotComeIsTold(aiplat, kubectl);
            whereTheClusterMeasuresItsAutoscalerSaysHowMany(aiplat, kubectl);
            whatOllamaServesIsUnloadedInItsTime(aiplat, kubectl);
            nothingIsLeft(aiplat, kubectl);
            aiplat.run("down", "--purge", "--yes").ok();
        }
    }

    private static void nobodyAsksAndNothingRuns(Aiplat aiplat, NodeKubectl kubectl) throws Exception {
        kubectl.apply(MODEL);
        isAsleep(kubectl, "asleep");
        assertTrue(aiplat.models().contains("\"asleep\""), "it is listed all the same");
        // Who starts anew knows no more of it than the cluster does.
        aiplat.run("restart").ok();
        Eventually.holds(
                "it is served after a restart",
                Duration.ofSeconds(60),
                () -> aiplat.models().contains("\"asleep\""));
        isAsleep(kubectl, "asleep");
    }

    private static void isAsleep(NodeKubectl kubectl, String name) throws Exception {
        kubectl.becomes("models.kubeai.org/" + name, "Ready", "the first request starts one");
        JsonNode model = kubectl.get("models.kubeai.org/" + name);
        assertEquals("ScaledToZero", model.at("/status/conditions/0/reason").asText(), model::toString);
        assertEquals(0, model.at("/status/replicas/all").asInt());
        Eventually.holds("no pod of " + name + " is left", Duration.ofSeconds(60), () -> pods(kubectl, name) == 0);
    }

    private static int pods(NodeKubectl kubectl, String name) throws Exception {
        int pods = 0;
        for (JsonNode pod : kubectl.get("pods").path("items")) {
            pods += pod.at("/metadata/labels/app.kubernetes.io~1name").asText().equals(name) ? 1 : 0;
        }
        return pods;
    }

    private static void theFirstRequestWaitsAndIsAnswered(Aiplat aiplat, NodeKubectl kubectl) throws Exception {
        assertEquals("pong", aiplat.answer("asleep", "ping"));
        kubectl.becomes("models.kubeai.org/asleep", "Ready", "1 of 1 copy answers");
        assertEquals("pong", aiplat.answer("asleep", "ping"), "and then there is no waiting");
        String last = aiplat.run("logs", "requests", "--lines", "2").ok().out();
        assertTrue(last.lines().anyMatch(line -> line.matches(".* cold_start_ms=[0-9.]+.*")), last);
        assertTrue(last.lines().anyMatch(line -> line.matches(".* cold_start_ms=( .*)?")), last);
    }

    private static void itGoesAndComesAgainForMany(Aiplat aiplat, NodeKubectl kubectl) throws Exception {
        isAsleep(kubectl, "asleep");
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                answers.add(clients.submit(() -> aiplat.answer("asleep", "ping")));
            }
            for (Future<String> answer : answers) {
                assertEquals("pong", answer.get());
            }
        }
        // They have waited for it, and so were seen.
        kubectl.becomes("models.kubeai.org/asleep", "Ready", "2 of 2 copies answer");
        isAsleep(kubectl, "asleep");
    }

    private static void aStreamHearsCommentsMeanwhile(Aiplat aiplat, NodeKubectl kubectl) throws Exception {
        kubectl.apply(SLOW);
        isAsleep(kubectl, "slow");
        Result stream = aiplat.shell("""
                eval "$(aiplat env)"
                curl --no-buffer "$OPENAI_BASE_URL/chat/completions" -H "Authorization: Bearer $OPENAI_API_KEY" \\
                  -H 'Content-Type: application/json' \\
                  -d '{"model":"slow","stream":true,"messages":[{"role":"user","content":"ping"}]}'
                """).ok();
        assertTrue(stream.out().startsWith(": ka\n"), stream.out());
        assertTrue(stream.out().contains("pong"), stream.out());
        assertTrue(stream.out().contains("data: [DONE]"), stream.out());
    }

    private static void whatDoesNotComeIsTold(Aiplat aiplat, NodeKubectl kubectl) throws Exception {
        kubectl.apply(NO_ROOM);
        isAsleep(kubectl, "greedy");
        HttpResponse<String> late = aiplat.ask("greedy", "ping");
        assertEquals(503, late.statusCode(), late.body());
        assertEquals("10", late.headers().firstValue("retry-after").orElse(""));
        assertTrue(late.body().contains("model_starting"), late.body());
        kubectl.becomes("models.kubeai.org/greedy", "Progressing", "Insufficient nvidia.com/gpu");

        kubectl.apply(NO_IMAGE);
        isAsleep(kubectl, "broken");
        Eventually.holds(
                "it is known that it cannot start",
                Duration.ofSeconds(120),
                () -> aiplat.ask("broken", "ping").body().contains("model_not_started"));
        HttpResponse<String> never = aiplat.ask("broken", "ping");
        assertTrue(never.body().contains("The status of models.kubeai.org/inference/broken says why."), never.body());
        kubectl.becomes("models.kubeai.org/broken", "Degraded", "no.registry.invalid/vllm:none");
    }

    private static void whereTheClusterMeasuresItsAutoscalerSaysHowMany(Aiplat aiplat, NodeKubectl kubectl)
            throws Exception {
        kubectl.apply(METRICS);
        kubectl.apply(MEASURED);
        isAsleep(kubectl, "measured");
        int[] looks = {2};
        Eventually.holds("there is an autoscaler from the first copy on", Duration.ofSeconds(120), () -> {
            assertEquals("pong", aiplat.answer("measured", "ping"));
            // Whether it measures is looked at once a minute, where there is something to look at.
            kubectl.apply(MEASURED.replace("targetRequests: 2", "targetRequests: " + ++looks[0]));
            Thread.sleep(Duration.ofSeconds(2));
            return kubectl.run("get", "horizontalpodautoscalers/measured").exit() == 0;
        });
        // As an autoscaler does it; nobody puts it back, though there are fewer requests than for one copy.
        kubectl.run("scale", "deployment/measured", "--replicas=2").ok();
        kubectl.becomes("models.kubeai.org/measured", "Ready", "2 of 2 copies answer");
        assertEquals("pong", aiplat.answer("measured", "ping"));
        Thread.sleep(Duration.ofSeconds(5));
        assertEquals(2, kubectl.get("deployments/measured").at("/spec/replicas").asInt());

        isAsleep(kubectl, "measured");
        assertEquals(1, kubectl.run("get", "horizontalpodautoscalers/measured").exit(), "nobody else says a number");
        kubectl.run("delete", "apiservices/v1beta2.custom.metrics.k8s.io").ok();
    }

    /// Ollama loads by itself what it is asked for, so there is nothing to wait for in the gateway.
    private static void whatOllamaServesIsUnloadedInItsTime(Aiplat aiplat, NodeKubectl kubectl) throws Exception {
        kubectl.apply(OF_OLLAMA);
        kubectl.becomesReady("models.kubeai.org/ollamas");
        Eventually.holds(
                "ollamas answers",
                Duration.ofSeconds(10),
                () -> aiplat.ask("ollamas", "ping").statusCode() == 200);
        Eventually.holds(
                "it is unloaded long before Ollama would",
                Duration.ofSeconds(60),
                () -> !loaded(kubectl).contains("smoke"));

        kubectl.apply(OF_OLLAMA.replace("minReplicas: 0", "minReplicas: 1"));
        Eventually.holds("it stays", Duration.ofSeconds(30), () -> {
            assertEquals("pong", aiplat.answer("ollamas", "ping"));
            return loaded(kubectl).contains("Forever");
        });
    }

    private static String loaded(NodeKubectl kubectl) {
        return kubectl.in("aiplat")
                .run("exec", "deploy/ollama", "--", "ollama", "ps")
                .ok()
                .out();
    }

    private static void nothingIsLeft(Aiplat aiplat, NodeKubectl kubectl) throws Exception {
        kubectl.run("delete", "models.kubeai.org", "--all").ok();
        Eventually.holds(
                "asleep answers with 404",
                Duration.ofSeconds(10),
                () -> aiplat.ask("asleep", "ping").statusCode() == 404);
        Eventually.holds(
                "nothing is left",
                Duration.ofSeconds(60),
                () -> kubectl.get("deployments,services,pods").path("items").isEmpty());
    }
}
