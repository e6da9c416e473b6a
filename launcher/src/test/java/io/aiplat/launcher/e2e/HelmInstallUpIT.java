package io.aiplat.launcher.e2e;

import static io.aiplat.launcher.e2e.TestEngine.docker;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.testkit.Eventually;
import io.aiplat.testkit.HelmBinary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The charts are written, and installed by Helm with the values that documents have: operator, gateways, and an agent,
/// with the operator and without.
class HelmInstallUpIT {
    private static final String AGENT = "aiplat-testbed/agent:1";

    /// What an agent is here: a server that is not root, writes nothing, and ends when it is told to.
    private static final String DOCKERFILE = """
            FROM aiplat-testbed/busybox:1
            USER 10001
            CMD ["sh", "-c", "trap 'exit 0' TERM; httpd -f -p 8080 -h /tmp & wait"]
            """;

    @TempDir
    Path folder;

    private Path kubeconfig = Path.of("none");

    @Test
    void chartsAreInstalledWithTheValuesOfDocuments() throws Exception {
        HelmBinary.needed();
        try (TestEngine engine = TestEngine.open("helm");
                Aiplat aiplat = Aiplat.withEngine(engine)) {
            String image =
                    ImageBuildIT.push(aiplat, "helm-" + ProcessHandle.current().pid());
            try {
                aiplat.run("up").ok();
                kubeconfig = Files.writeString(
                        folder.resolve("config"), aiplat.run("kubeconfig").ok().out());
                // Nobody obeys resources but the chart's operator then.
                aiplat.run("stop").ok();
                docker("start", engine.cluster);
                Eventually.holds(
                        "the node answers",
                        Duration.ofSeconds(90),
                        () -> Program.succeeds("docker", "exec", engine.cluster, "k3s", "kubectl", "get", "nodes"));
                bring(image, engine);
                NodeKubectl kubectl = new NodeKubectl(engine);
                kubectl.makeImage(AGENT, DOCKERFILE, folder);
                aiplat.run("render", "--charts", charts(""), "--set", "images.aiplat.invalid/aiplat=" + image)
                        .ok()
                        .tells("Install one");
                anAgentNeedsNothingOfAiplat(kubectl);
                operatorAndGatewaysAreReady(kubectl);
                theOperatorObeysAnAgentsChart(kubectl);
                whatIsUninstalledIsGone(kubectl);
            } finally {
                docker("rmi", "--force", image);
            }
        }
    }

    private String charts(String one) {
        return folder.resolve("helm").resolve(one).toString();
    }

    private String helm(String... args) throws Exception {
        List<String> command = new ArrayList<>(List.of("--kubeconfig", kubeconfig.toString()));
        command.addAll(List.of(args));
        return HelmBinary.run(command).ok();
    }

    /// As its registry would, which a node of the testbed does not reach.
    private void bring(String image, TestEngine engine) {
        docker("pull", "--quiet", image);
        Path saved = folder.resolve("image.tar");
        docker("save", "--output", saved.toString(), image);
        docker("cp", saved.toString(), engine.cluster + ":/tmp/image.tar");
        docker("exec", engine.cluster, "k3s", "ctr", "-n", "k8s.io", "images", "import", "/tmp/image.tar");
    }

    /// As the document has it, but for the image, and less of what the node has not.
    private void anAgentNeedsNothingOfAiplat(NodeKubectl kubectl) throws Exception {
        kubectl.run("create", "namespace", "tenant-demo").ok();
        kubectl.run("label", "namespace", "tenant-demo", "pod-security.kubernetes.io/enforce=restricted")
                .ok();
        String said = helm(
                "install",
                "my-agent",
                charts("agent-deployment"),
                "--namespace",
                "tenant-demo",
                "--set",
                "image.repository=docker.io/aiplat-testbed/agent",
                "--set",
                "image.tag=1",
                "--set",
                "resources.requests.memory=32Mi",
                "--set",
                "resources.requests.cpu=50m",
                "--set",
                "autoscaling.enabled=true",
                "--set",
                "autoscaling.minReplicas=2",
                "--set",
                "autoscaling.maxReplicas=10",
                "--wait",
                "--timeout",
                "3m");
        assertTrue(said.contains("The agent answers in the cluster at my-agent.tenant-demo:8080"), said);
        NodeKubectl tenant = kubectl.in("tenant-demo");
        Eventually.holds(
                "the autoscaler has two copies run",
                Duration.ofSeconds(120),
                () -> tenant.get("deployment/my-agent")
                                .at("/status/readyReplicas")
                                .asInt()
                        == 2);
        helm("uninstall", "my-agent", "--namespace", "tenant-demo", "--wait");
    }

    /// As the document has it. The image is that of the settings, by now in the charts.
    private void operatorAndGatewaysAreReady(NodeKubectl kubectl) throws Exception {
        helm(
                "install",
                "agent-controller",
                charts("agent-controller"),
                "--namespace",
                "agentops-system",
                "--create-namespace",
                "--wait",
                "--timeout",
                "5m");
        helm("install", "platform", charts("platform"), "--namespace", "agentops-system", "--wait", "--timeout", "5m");
        JsonNode gateways = kubectl.in("agentops-system").get("deployment/aiplat-gateway");
        assertEquals(2, gateways.at("/status/readyReplicas").asInt(), gateways::toString);
    }

    /// As the document has it, but for the image: more than the node has, which the operator makes less.
    private void theOperatorObeysAnAgentsChart(NodeKubectl kubectl) throws Exception {
        helm(
                "install",
                "my-agent",
                charts("agent-deployment"),
                "--namespace",
                "tenant-demo",
                "--set",
                "image.repository=docker.io/aiplat-testbed/agent",
                "--set",
                "image.tag=1",
                "--set",
                "resources.requests.memory=2Gi",
                "--set",
                "resources.requests.cpu=1000m",
                "--set",
                "autoscaling.enabled=true",
                "--set",
                "autoscaling.minReplicas=2",
                "--set",
                "autoscaling.maxReplicas=10",
                "--set",
                "viaOperator=true");
        NodeKubectl tenant = kubectl.in("tenant-demo");
        tenant.becomesReady("ad/my-agent");
        JsonNode status = tenant.get("ad/my-agent").path("status");
        assertEquals("Running", status.path("phase").asText(), status::toString);
        assertEquals(2, status.path("readyReplicas").asInt(), status::toString);
    }

    private void whatIsUninstalledIsGone(NodeKubectl kubectl) throws Exception {
        helm("uninstall", "my-agent", "--namespace", "tenant-demo");
        Eventually.holds(
                "nothing of the agent is left",
                Duration.ofSeconds(60),
                () -> kubectl.in("tenant-demo")
                        .get("deployments,services,networkpolicies,agentdeployments")
                        .path("items")
                        .isEmpty());
        helm("uninstall", "platform", "--namespace", "agentops-system", "--wait");
        helm("uninstall", "agent-controller", "--namespace", "agentops-system", "--wait");
        Eventually.holds(
                "nothing of operator and gateways is left",
                Duration.ofSeconds(60),
                () -> kubectl.in("agentops-system")
                        .get("deployments,services,secrets,configmaps,roles")
                        .path("items")
                        .valueStream()
                        .allMatch(each -> each.at("/metadata/name").asText().equals("kube-root-ca.crt")));
        kubectl.run("get", "crd", "agentdeployments.agentops.io").ok();
    }
}
