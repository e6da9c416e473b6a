package io.aiplat.launcher.e2e;

import io.aiplat.testkit.Eventually;
import io.aiplat.testkit.Need;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A namespace that an administrator has closed: restricted pods, a quota, default sizes, and nothing in or out. An
/// agent
/// runs in it all the same, and its policy lets through what it needs and no more. The node enforces policies with the
/// controller that k3s has in it.
class HardenedNamespaceUpIT {
    private static final String CLOSED = """
            apiVersion: v1
            kind: Namespace
            metadata:
              name: closed
              labels: {pod-security.kubernetes.io/enforce: restricted}
            ---
            apiVersion: v1
            kind: ResourceQuota
            metadata: {name: quota, namespace: closed}
            spec: {hard: {pods: "5", requests.cpu: 500m, requests.memory: 512Mi, limits.memory: 1Gi}}
            ---
            apiVersion: v1
            kind: LimitRange
            metadata: {name: sizes, namespace: closed}
            spec:
              limits:
                - type: Container
                  default: {memory: 64Mi}
                  defaultRequest: {cpu: 10m, memory: 32Mi}
                  max: {memory: 256Mi}
            ---
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: nothing, namespace: closed}
            spec: {podSelector: {}, policyTypes: [Ingress, Egress]}
            """;

    private static final String AGENT = """
            apiVersion: agentops.io/v1alpha1
            kind: AgentDeployment
            metadata: {name: agent, namespace: closed}
            spec:
              image: docker.io/aiplat-testbed/agent:1
              replicas: 2
              resources: {requests: {cpu: 10m, memory: 16Mi}}
            """;

    private static final String TEAM = """
            apiVersion: kro.run/v1alpha1
            kind: AITeam
            metadata: {name: research}
            spec: {teamName: research, models: ["smoke"], maxBudget: "50.0", cpuQuota: "1", memoryQuota: 1Gi}
            """;

    private static final String IMAGE = "aiplat-testbed/agent:1";

    private static final String DOCKERFILE = """
            FROM aiplat-testbed/busybox:1
            USER 10001
            CMD ["sh", "-c", "trap 'exit 0' TERM; httpd -f -p 8080 -h / & wait"]
            """;

    /// Somebody who asks, and may be asked.
    private static final String VISITOR = """
            apiVersion: v1
            kind: Pod
            metadata: {name: visitor, namespace: %s, labels: {app: visitor}}
            spec:
              securityContext: {runAsNonRoot: true, runAsUser: 10001, seccompProfile: {type: RuntimeDefault}}
              containers:
                - name: visitor
                  image: aiplat-testbed/agent:1
                  imagePullPolicy: Never
                  securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
                  resources: {requests: {cpu: 10m, memory: 16Mi}, limits: {cpu: 100m, memory: 32Mi}}
            """;

    @TempDir
    Path folder;

    @Test
    void whatIsClosedStaysClosedAndTheAgentRuns() throws Exception {
        Path policies = Aiplat.TESTBED.resolve("policies");
        try (TestEngine engine = TestEngine.open("closed");
                Aiplat aiplat = Aiplat.withEngine(engine)) {
            aiplat.run("up").ok();
            Need.that(
                    Program.succeeds(policies.toString(), "enforce", engine.cluster),
                    "kube-router: testbed/policies build");
            NodeKubectl cluster = new NodeKubectl(engine);
            cluster.knows("agentdeployments.agentops.io");
            cluster.makeImage(IMAGE, DOCKERFILE, folder);
            cluster.apply(CLOSED);
            cluster.apply(AGENT);
            cluster.apply(TEAM);

            theAgentRunsAndIsOnlyReachedByItsOwn(cluster);
            whatTheQuotaForbidsIsTold(cluster);
            aTeamReachesNamesAndItsOwn(cluster);
            cluster.run("delete", "agentdeployments,aiteams", "-A", "--all").ok();
        }
    }

    private static void theAgentRunsAndIsOnlyReachedByItsOwn(NodeKubectl cluster) throws Exception {
        NodeKubectl closed = cluster.in("closed");
        closed.becomesReady("ad/agent");
        cluster.apply(VISITOR.formatted("default"));
        closed.apply(VISITOR.formatted("closed"));
        cluster.becomesReady("pod/visitor");
        closed.becomesReady("pod/visitor");
        String agent = closed.get("service/agent").at("/spec/clusterIP").asText() + ":8080";
        String visitor = closed.get("pod/visitor").at("/status/podIP").asText() + ":8080";

        // The namespace's own policy still holds for whoever has none of ours: it may not even ask.
        reaches(closed, agent, false);
        reaches(cluster, agent, false);
        closed.run(
                        "patch",
                        "networkpolicy/nothing",
                        "--type=merge",
                        "--patch={\"spec\":{\"podSelector\":{\"matchLabels\":{\"app\":\"agent\"}}}}")
                .ok();
        reaches(closed, agent, true);
        reaches(cluster, agent, false);
        reaches(cluster, visitor, true);
        // An agent reaches its own namespace, and no port of others but that of TLS.
        String pod = "deploy/agent";
        String stranger = cluster.get("pod/visitor").at("/status/podIP").asText() + ":8080";
        reaches(closed, pod, visitor, true);
        reaches(closed, pod, stranger, false);
    }

    private static void whatTheQuotaForbidsIsTold(NodeKubectl cluster) throws Exception {
        NodeKubectl closed = cluster.in("closed");
        cluster.apply(AGENT.replace("memory: 16Mi}", "memory: 200Mi}, limits: {memory: 250Mi}")
                .replace("replicas: 2", "replicas: 4"));
        closed.becomes("ad/agent", "Degraded", "exceeded quota: quota");
        cluster.apply(AGENT.replace("{requests: {cpu: 10m, memory: 16Mi}}", "{limits: {memory: 512Mi}}"));
        closed.becomes("ad/agent", "Degraded", "maximum memory usage per Container is 256Mi");
        cluster.apply(AGENT);
        closed.becomesReady("ad/agent");
    }

    private static void aTeamReachesNamesAndItsOwn(NodeKubectl cluster) throws Exception {
        cluster.becomesReady("aiteams/research");
        NodeKubectl team = cluster.in("team-research");
        team.apply(VISITOR.formatted("team-research"));
        team.becomesReady("pod/visitor");
        String own = team.get("pod/visitor").at("/status/podIP").asText() + ":8080";
        String stranger = cluster.get("pod/visitor").at("/status/podIP").asText() + ":8080";
        reaches(team, own, true);
        reaches(team, stranger, false);
        reaches(cluster, own, false);
        reaches(
                team,
                cluster.in("kube-system")
                                .get("service/kube-dns")
                                .at("/spec/clusterIP")
                                .asText() + ":53",
                true);
    }

    private static void reaches(NodeKubectl from, String address, boolean does) throws Exception {
        reaches(from, "pod/visitor", address, does);
    }

    /// Whether a connection comes about. The controller takes a moment until it enforces what is new.
    private static void reaches(NodeKubectl from, String pod, String address, boolean does) throws Exception {
        String[] hostAndPort = address.split(":");
        Eventually.holds(pod + (does ? " reaches " : " does not reach ") + address, Duration.ofSeconds(30), () -> {
            String connect = "nc -w 2 " + hostAndPort[0] + " " + hostAndPort[1] + " </dev/null";
            Result result = from.run("exec", pod, "--", "sh", "-c", connect);
            return (result.exit() == 0) == does;
        });
    }
}
