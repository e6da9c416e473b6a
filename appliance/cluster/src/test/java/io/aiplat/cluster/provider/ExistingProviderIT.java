package io.aiplat.cluster.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.cluster.ClusterProvider;
import io.aiplat.cluster.ClusterProviderContract;
import io.aiplat.cluster.Kube;
import io.aiplat.cluster.Reach;
import io.aiplat.cluster.TestBundles;
import io.aiplat.cluster.Waits;
import io.aiplat.host.ContainerEngine;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.ClusterSpec;
import io.aiplat.model.Observed;
import io.aiplat.model.Patch;
import io.aiplat.model.Progress;
import io.aiplat.model.Settings;
import io.aiplat.model.StepResult;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// A cluster that somebody else made: here a node of ours, of which the provider under test knows only the kubeconfig.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExistingProviderIT implements ClusterProviderContract {
    private static final String NAMESPACE = "somebody-elses";

    private final String name = Engines.uniqueName();
    private ContainerEngine engine;
    private DockerProvider node;
    private ExistingProvider provider;
    private String before;
    private Path kubeconfig;

    @BeforeAll
    void makeACluster(@TempDir Path folder) throws Exception {
        engine = Engines.orSkip(Engines.NODE, TestBundles.BUSYBOX);
        before = Engines.listing(name);
        node = new DockerProvider(engine, name, "somebody", Engines.DIRECT);
        node.ensure(Engines.wish(name, "somebody", "aiplat"), Progress.NONE);
        Waits.until(Duration.ofSeconds(120), node::ready);
        node.copyImage(TestBundles.BUSYBOX, Progress.NONE);
        kubeconfig = Files.writeString(folder.resolve("config"), node.kubeconfig());
        provider = provider("home-1", NAMESPACE);
    }

    @AfterAll
    void leaveNothing() throws Exception {
        if (node != null) {
            provider.close();
            node.remove(true, Progress.NONE);
            node.close();
            assertEquals(before, Engines.listing(name), "what the engine held before and holds now");
            engine.close();
        }
    }

    private ExistingProvider provider(String owner, String namespace) {
        Settings.Cluster settings =
                new Settings.Cluster(ClusterKind.EXISTING, name, kubeconfig, name, namespace, 0, 0, 0);
        return new ExistingProvider(settings, Engines.DIRECT, owner, Map.of(), Path.of("/nowhere"));
    }

    @Override
    public ClusterProvider provider() {
        return provider;
    }

    @Override
    public ClusterSpec wish() {
        return new ClusterSpec(
                ClusterKind.EXISTING, name, "home-1", null, false, 0, 0, ClusterSpec.GpuRequest.NONE, NAMESPACE);
    }

    @Override
    public List<Patch> patches() {
        return List.of(new Patch.SetNamespace(NAMESPACE), new Patch.SetNodePort("ollama", null));
    }

    @Test
    @Order(9)
    void theClusterSaysItsOwnAddresses() {
        provider.ensure(wish(), Progress.NONE);
        provider.kube()
                .apply(
                        TestBundles.policed(),
                        List.of(
                                new Patch.SetNamespace(NAMESPACE),
                                new Patch.SetClusterRanges("engine", List.of("192.0.2.0/24"))));
        String path = "jsonpath={.spec.egress[0].to[0].ipBlock.except}";
        List<String> look = List.of("k3s", "kubectl", "-n", NAMESPACE, "get", "networkpolicy", "engine", "-o", path);
        assertEquals(
                "[\"169.254.0.0/16\",\"10.42.0.0/24\",\"10.43.0.0/16\"]",
                engine.containers().exec(name, look).out());
    }

    @Test
    @Order(10)
    void refusesANamespaceThatIsNotOurs() {
        try (ExistingProvider other = provider("home-1", "kube-system")) {
            assertEquals(new Observed.Cluster.Foreign("namespace kube-system"), other.observe());
            var refusal = assertThrows(ApplianceException.class, () -> other.ensure(wish(), Progress.NONE));
            assertEquals("CLUSTER_NOT_OURS", refusal.problem().code().id());
            assertTrue(other.removal(true).isEmpty());
            assertInstanceOf(StepResult.Unchanged.class, other.remove(true, Progress.NONE));
        }
    }

    @Test
    @Order(11)
    void aBundleCannotTakeOverANamespace() {
        try (Kube kube = Kube.of(node.kubeconfig(), "home-1", Instant.EPOCH)) {
            var refusal = assertThrows(
                    ApplianceException.class,
                    () -> kube.apply(
                            TestBundles.web(),
                            List.of(new Patch.SetNamespace("kube-public"), new Patch.SetNodePort("ollama", null))));
            assertEquals("CLUSTER_NOT_OURS", refusal.problem().code().id());
        }
    }

    @Test
    @Order(12)
    void theWayStaysOpenWhenItsPodIsReplaced() throws Exception {
        try (Reach reach = provider.reachModels()) {
            URI answer = URI.create(reach.uri() + "/answer");
            assertEquals("ok", read(answer));
            String first = podNames();
            provider.restart();
            Waits.until(Duration.ofSeconds(90), () -> provider.kube().workloadReady(NAMESPACE, "Deployment/ollama"));
            assertTrue(!first.equals(podNames()), first);
            assertEquals("ok", read(answer));
        }
    }

    @Test
    @Order(13)
    void tellsEventsAndLogs() {
        List<String> events = new ArrayList<>();
        provider.logs(50, false, events::add);
        assertTrue(events.stream().anyMatch(line -> line.contains("Started: ")), events.toString());
        List<String> log = new ArrayList<>();
        node.kube().logs("kube-system", "Deployment/coredns", 10, false, log::add);
        assertTrue(!log.isEmpty());
    }

    @Test
    @Order(20)
    void stopsAndStartsItsWorkloads() throws InterruptedException {
        assertInstanceOf(StepResult.Done.class, provider.stop());
        provider.kube().apply(TestBundles.web(), patches());
        Waits.until(Duration.ofSeconds(90), () -> provider.kube().workloadReady(NAMESPACE, "Deployment/ollama"));
    }

    @Test
    @Order(21)
    void keepsTheNamespaceUnlessPurged() {
        assertTrue(
                provider.removal(false).contains("Deployment/ollama"),
                provider.removal(false).toString());
        assertInstanceOf(StepResult.Done.class, provider.remove(false, Progress.NONE));
        assertInstanceOf(Observed.Cluster.Running.class, provider.observe());
        assertTrue(provider.removal(false).isEmpty(), provider.removal(false).toString());
    }

    private String podNames() {
        return provider.kube().pods().stream()
                .filter(line -> line.startsWith(NAMESPACE))
                .toList()
                .toString();
    }

    private static String read(URI uri) throws IOException {
        try (var body = uri.toURL().openStream()) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }
}
