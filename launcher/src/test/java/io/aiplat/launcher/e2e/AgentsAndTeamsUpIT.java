package io.aiplat.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.testkit.Eventually;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Agents in containers and teams are applied as documents have them, become all that they stand for, stay as they
/// should be, and leave nothing behind.
class AgentsAndTeamsUpIT {
    /// As the document has it.
    private static final String AGENT = """
            apiVersion: agentops.io/v1alpha1
            kind: AgentDeployment
            metadata:
              name: claude-assistant
              namespace: tenant-demo
            spec:
              model: claude-3-sonnet
              replicas: 3
              autoscaling:
                enabled: true
                minReplicas: 2
                maxReplicas: 10
                metrics:
                  - type: Resource
                    resource:
                      name: cpu
                      target:
                        type: Utilization
                        averageUtilization: 70
              resources:
                requests:
                  memory: "2Gi"
                  cpu: "1000m"
              securityContext:
                runAsNonRoot: true
                readOnlyRootFilesystem: true
              secrets:
                - name: anthropic-api-key
                  key: ANTHROPIC_API_KEY
              monitoring:
                enabled: true
                scrapeInterval: 30s
            """;

    private static final String IMAGE = "aiplat-testbed/agent:1";

    /// What an agent is here: a server that is not root, writes nothing, and ends when it is told to.
    private static final String DOCKERFILE = """
            FROM aiplat-testbed/busybox:1
            USER 10001
            CMD ["sh", "-c", "trap 'exit 0' TERM; httpd -f -p 8080 -h /tmp & wait"]
            """;

    private static final String TEAM = """
            apiVersion: kro.run/v1alpha1
            kind: AITeam
            metadata: {name: research}
            spec:
              teamName: research
              models: ["smoke"]
              maxBudget: "50.0"
              budgetDuration: 7d
              rpmLimit: 60
              tpmLimit: 50000
              cpuQuota: "2"
              memoryQuota: 4Gi
            """;

    private static final String ALL =
            "agentdeployments,deployments,services,horizontalpodautoscalers,networkpolicies,poddisruptionbudgets";

    @TempDir
    Path folder;

    @Test
    void anAgentRunsAndATeamHasItsPlace() throws Exception {
        try (TestEngine engine = TestEngine.open("agents");
                Aiplat aiplat = Aiplat.withEngine(engine)) {
            aiplat.run("up").ok();
            NodeKubectl cluster = new NodeKubectl(engine);
            cluster.makeImage(IMAGE, DOCKERFILE, folder);
            anAgentRuns(cluster);
            aTeamHasItsPlace(aiplat, cluster);
            aiplat.run("down", "--purge", "--yes").ok();
        }
    }

    private static void anAgentRuns(NodeKubectl cluster) throws Exception {
        cluster.run("create", "namespace", "tenant-demo").ok();
        NodeKubectl kubectl = cluster.in("tenant-demo");
        kubectl.run("label", "namespace", "tenant-demo", "pod-security.kubernetes.io/enforce=restricted")
                .ok();

        kubectl.knows("agentdeployments.agentops.io");
        kubectl.apply(AGENT);
        kubectl.becomes("ad/claude-assistant", "Degraded", "Name the image");
        kubectl.apply(AGENT.replace("spec:\n", "spec:\n  image: docker.io/" + IMAGE + "\n"));
        // On a node that was just started it may yet come; later it is Degraded.
        kubectl.becomes("ad/claude-assistant", "Progressing", "secret \"anthropic-api-key\" not found");
        kubectl.run("create", "secret", "generic", "anthropic-api-key", "--from-literal=ANTHROPIC_API_KEY=sk-none")
                .ok();
        kubectl.becomesReady("ad/claude-assistant");
        JsonNode status = kubectl.get("ad/claude-assistant").path("status");
        assertEquals("Running", status.path("phase").asText(), status::toString);
        assertEquals(3, status.path("readyReplicas").asInt(), status::toString);
        kubectl.becomes("ad/claude-assistant", "Ready", "The cluster measures no pods");

        whatIsChangedBehindItsBackIsRepaired(kubectl);
        mistakesAreTold(kubectl);
        kubectl.run("delete", "ad/claude-assistant").ok();
        Eventually.holds(
                "nothing is left",
                Duration.ofSeconds(60),
                () -> kubectl.get(ALL).path("items").isEmpty());
    }

    private static void whatIsChangedBehindItsBackIsRepaired(NodeKubectl kubectl) throws Exception {
        String policy = kubectl.get("networkpolicy/claude-assistant")
                .at("/metadata/uid")
                .asText();
        kubectl.run("delete", "networkpolicy/claude-assistant").ok();
        Eventually.holds(
                "the policy is there again",
                Duration.ofSeconds(10),
                () -> !kubectl.get("networkpolicies").path("items").isEmpty());
        assertNotEquals(
                policy,
                kubectl.get("networkpolicy/claude-assistant")
                        .at("/metadata/uid")
                        .asText());
        kubectl.run(
                        "patch",
                        "service/claude-assistant",
                        "--type=merge",
                        "--patch={\"spec\":{\"ports\":[{\"name\":\"http\",\"port\":9}]}}")
                .ok();
        Eventually.holds(
                "the port is what it was",
                Duration.ofSeconds(10),
                () -> kubectl.get("service/claude-assistant")
                        .at("/spec/ports")
                        .findValuesAsText("port")
                        .equals(List.of("8080")));
    }

    private static void mistakesAreTold(NodeKubectl kubectl) throws Exception {
        kubectl.refuses(AGENT.replace("maxReplicas: 10", "maxReplicas: 1"), "maxReplicas is not less than minReplicas");
        kubectl.refuses(AGENT.replace("replicas: 3", "replicas: 101"), "should be less than or equal to 100");
        kubectl.run(
                        "patch",
                        "ad/claude-assistant",
                        "--type=merge",
                        "--patch={\"spec\":{\"image\":\"127.0.0.1:1/no/agent:1\"}}")
                .ok();
        kubectl.becomes("ad/claude-assistant", "Degraded", "127.0.0.1:1/no/agent:1");
        JsonNode status = kubectl.get("ad/claude-assistant").path("status");
        assertEquals("Degraded", status.path("phase").asText(), status::toString);
        assertTrue(status.path("readyReplicas").asInt() > 0, "those of before answer still");
    }

    private static void aTeamHasItsPlace(Aiplat aiplat, NodeKubectl kubectl) throws Exception {
        kubectl.apply(TEAM);
        kubectl.becomesReady("aiteams/research");
        assertEquals(
                "team-research",
                kubectl.get("aiteams/research").at("/status/namespace").asText());
        NodeKubectl own = kubectl.in("team-research");
        for (String kind : List.of("resourcequota", "limitrange", "role", "rolebinding", "networkpolicy")) {
            assertEquals("team", own.get(kind + "/team").at("/metadata/name").asText());
        }
        kubectl.refuses(TEAM.replace("teamName: research", "teamName: other"), "spec.teamName stays what it was");
        kubectl.refuses(TEAM.replace("50.0", "much"), "spec.maxBudget is an amount such as 100.0");
        own.refuses(
                "{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {hostNetwork: true, containers: [{name: c,"
                        + " image: x}]}}",
                "baseline");

        String key = keyOf(own);
        assertEquals(200, aiplat.chat(key, "smoke").statusCode());
        assertEquals(403, aiplat.chat(key, "another").statusCode());
        // Who loses the secret gets another key, and the lost one opens nothing.
        own.run("delete", "secret/research-api-key").ok();
        Eventually.holds(
                "the secret is there again",
                Duration.ofSeconds(20),
                () -> own.run("get", "secret/research-api-key").exit() == 0);
        assertEquals(200, aiplat.chat(keyOf(own), "smoke").statusCode());
        assertEquals(401, aiplat.chat(key, "smoke").statusCode());

        String last = keyOf(own);
        kubectl.run("delete", "aiteams/research").ok();
        assertEquals(401, aiplat.chat(last, "smoke").statusCode());
        assertTrue(!aiplat.run("teams", "list").ok().out().contains("research"), "the team went with its resource");
        Eventually.holds(
                "the namespace is gone",
                Duration.ofSeconds(60),
                () -> kubectl.run("get", "namespace/team-research").exit() != 0);
        // A team that a person made is that person's.
        aiplat.run("teams", "create", "research").ok();
        kubectl.apply(TEAM);
        kubectl.becomes("aiteams/research", "Degraded", "The gateway has a team research already");
        kubectl.run("delete", "aiteams/research").ok();
        assertTrue(aiplat.run("teams", "list").ok().out().contains("research"));
    }

    private static String keyOf(NodeKubectl kubectl) throws Exception {
        String encoded = kubectl.get("secret/research-api-key")
                .at("/data/OPENAI_API_KEY")
                .asText();
        return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
    }
}
