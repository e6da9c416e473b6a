package io.aiplat.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.supply.BundledModel;
import io.aiplat.testkit.Eventually;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The operator is killed ten times while resources come, change and go, at moments that nobody chose. Whatever step
/// was
/// the last one, what is wanted at the end is what there is: nothing is missing and nothing is left.
class OperatorKillsIT {
    private static final int KILLS = 10;

    /// Milliseconds after a change within which the operator is killed: it does most of its work in them.
    private static final int WITHIN = 2500;

    private static final Duration SETTLED = Duration.ofMinutes(2);
    private static final String IMAGE = "aiplat-testbed/agent:1";

    private static final String DOCKERFILE = """
            FROM aiplat-testbed/busybox:1
            USER 10001
            CMD ["sh", "-c", "trap 'exit 0' TERM; httpd -f -p 8080 -h /tmp & wait"]
            """;

    private static final String MODEL = """
            apiVersion: ollama.ayaka.io/v1
            kind: Model
            metadata: {name: phi}
            spec: {image: "%s"}
            """;

    private static final String ROUTER = """
            apiVersion: gateway.ai/v1alpha1
            kind: ModelRouter
            metadata: {name: router}
            spec: {routes: [{name: %s, provider: ollama, model: smoke}]}
            """;

    private static final String TEAM = """
            apiVersion: kro.run/v1alpha1
            kind: AITeam
            metadata: {name: research}
            spec: {teamName: research, models: ["smoke"], maxBudget: "%s"}
            """;

    private static final String AGENT = """
            apiVersion: agentops.io/v1alpha1
            kind: AgentDeployment
            metadata: {name: agent}
            spec:
              image: docker.io/aiplat-testbed/agent:1
              replicas: %s
              resources: {requests: {cpu: 10m, memory: 16Mi}}
            """;

    /// A resource of this story.
    private enum Kind {
        MODEL("models.ollama.ayaka.io/phi"),
        ROUTER("modelrouters.gateway.ai/router"),
        TEAM("aiteams.kro.run/research"),
        AGENT("agentdeployments.agentops.io/agent");

        private final String resource;

        Kind(String resource) {
            this.resource = resource;
        }
    }

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    /// What is wanted: the YAML of each resource that there shall be.
    private final Map<Kind, String> wanted = new EnumMap<>(Kind.class);

    @TempDir
    Path folder;

    @Test
    void whateverStepWasTheLastOneWhatIsWantedComes() throws Exception {
        try (TestEngine engine = TestEngine.open("kills");
                ThrottledFiles files = new ThrottledFiles();
                Aiplat aiplat = Aiplat.withEngine(engine)) {
            aiplat.run("up").ok();
            NodeKubectl kubectl = new NodeKubectl(engine);
            kubectl.makeImage(IMAGE, DOCKERFILE, folder);
            for (Kind kind : Kind.values()) {
                kubectl.knows(kind.resource.substring(0, kind.resource.indexOf('/')));
            }
            String weights = files.put("phi.gguf", weights());
            // The model is on its way for about a second.
            files.slow(50);
            for (int kill = 0; kill < KILLS; kill++) {
                twoOfThemChange(kubectl, weights);
                Thread.sleep(random.nextInt(WITHIN));
                killAndStart(aiplat, kill);
            }
            for (Kind kind : Kind.values()) {
                isAsWanted(aiplat, kubectl, kind);
            }
            nothingIsLeft(aiplat, kubectl);
        } catch (AssertionError | Exception e) {
            throw new AssertionError("with the seed " + seed, e);
        }
    }

    private void twoOfThemChange(NodeKubectl kubectl, String weights) {
        List<Kind> kinds = new ArrayList<>(List.of(Kind.values()));
        Collections.shuffle(kinds, random);
        for (Kind kind : kinds.subList(0, 2)) {
            if (wanted.containsKey(kind) && random.nextInt(3) == 0) {
                wanted.remove(kind);
                kubectl.run("delete", kind.resource, "--wait=false").ok();
                continue;
            }
            boolean other = random.nextBoolean();
            String yaml = switch (kind) {
                case MODEL -> MODEL.formatted(weights);
                case ROUTER -> ROUTER.formatted(other ? "second" : "first");
                case TEAM -> TEAM.formatted(other ? "20.0" : "10.0");
                case AGENT -> AGENT.formatted(other ? 2 : 1);
            };
            if (!wanted.containsKey(kind) && isGoing(kubectl, kind)) {
                // A resource that is going cannot be made anew before it has gone.
                continue;
            }
            wanted.put(kind, yaml);
            kubectl.apply(yaml);
        }
    }

    private static boolean isGoing(NodeKubectl kubectl, Kind kind) {
        return kubectl.run("get", kind.resource).exit() == 0;
    }

    /// Every other time the supervisor goes too, as when power fails, and a person starts it anew.
    private static void killAndStart(Aiplat aiplat, int kill) throws Exception {
        if (kill % 2 == 0) {
            aiplat.crash();
            aiplat.run("up").ok();
            return;
        }
        long before = aiplat.appliance().pid();
        aiplat.appliance().destroyForcibly();
        Eventually.holds("the supervisor starts it again", Duration.ofSeconds(60), () -> {
            Optional<ProcessHandle> now = aiplat.findAppliance();
            return now.isPresent() && now.get().pid() != before;
        });
    }

    private void isAsWanted(Aiplat aiplat, NodeKubectl kubectl, Kind kind) throws Exception {
        String yaml = wanted.get(kind);
        if (yaml == null) {
            Eventually.holds(kind + " is gone", SETTLED, () -> !isGoing(kubectl, kind));
        } else {
            // The state of before may still be said of a resource that was changed while nobody looked.
            Eventually.holds(kind + " is ready", SETTLED, () -> {
                JsonNode resource = kubectl.get(kind.resource);
                return isReady(resource)
                        && resource.at("/status/observedGeneration").asLong()
                                == resource.at("/metadata/generation").asLong();
            });
        }
        switch (kind) {
            case MODEL ->
                assertEquals(
                        yaml != null, aiplat.run("models", "list").ok().out().contains("phi"));
            case ROUTER -> {
                answers(aiplat, "first", yaml != null && yaml.contains("first"));
                answers(aiplat, "second", yaml != null && yaml.contains("second"));
            }
            case TEAM -> {
                String teams = aiplat.run("teams", "list").ok().out();
                assertEquals(yaml != null, teams.contains("research"), teams);
                // A namespace that is going is there until all in it has gone.
                Eventually.holds(
                        "the team has its namespace, or none",
                        SETTLED,
                        () -> (yaml != null)
                                == (kubectl.run("get", "namespace", "team-research")
                                                .exit()
                                        == 0));
            }
            case AGENT ->
                Eventually.holds("the agent has its copies", SETTLED, () -> {
                    JsonNode deployments = kubectl.get("deployments").path("items");
                    return yaml == null
                            ? deployments.isEmpty()
                            : deployments.path(0).at("/status/readyReplicas").asInt()
                                    == (yaml.contains("replicas: 2") ? 2 : 1);
                });
        }
    }

    private static boolean isReady(JsonNode resource) {
        for (JsonNode condition : resource.at("/status/conditions")) {
            if (condition.path("type").asText().equals("Ready")) {
                return condition.path("status").asText().equals("True");
            }
        }
        return false;
    }

    private static void answers(Aiplat aiplat, String model, boolean there) throws Exception {
        int status = there ? 200 : 404;
        Eventually.holds(
                model + " answers with " + status,
                Duration.ofSeconds(30),
                () -> aiplat.ask(model, "ping").statusCode() == status);
    }

    private void nothingIsLeft(Aiplat aiplat, NodeKubectl kubectl) throws Exception {
        for (Kind kind : wanted.keySet()) {
            kubectl.run("delete", kind.resource, "--timeout=90s").ok();
        }
        wanted.clear();
        for (Kind kind : Kind.values()) {
            Eventually.holds(kind + " is gone", SETTLED, () -> !isGoing(kubectl, kind));
        }
        Eventually.holds(
                "the cluster has nothing of them",
                SETTLED,
                () -> kubectl.get("deployments,networkpolicies,poddisruptionbudgets,pods")
                                .path("items")
                                .isEmpty()
                        && kubectl.run("get", "namespace", "team-research").exit() != 0);
        answers(aiplat, "first", false);
        answers(aiplat, "second", false);
        assertFalse(aiplat.run("teams", "list").ok().out().contains("research"));
        assertFalse(aiplat.run("keys", "list").ok().out().contains("research"));
        assertFalse(aiplat.run("models", "list").ok().out().contains("phi"));
        assertEquals("pong", aiplat.answer("smoke", "ping"), "what is not theirs stays");
    }

    private static byte[] weights() throws Exception {
        try (InputStream in = BundledModel.ALL.getFirst().open()) {
            return in.readAllBytes();
        }
    }
}
