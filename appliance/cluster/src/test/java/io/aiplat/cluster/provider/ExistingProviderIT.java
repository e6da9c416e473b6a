package io.aiplat.cluster.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.cluster.ClusterProvider;
import io.aiplat.cluster.ClusterProviderContract;
import io.aiplat.cluster.OwnedResources;
import io.aiplat.cluster.TestBundles;
import io.aiplat.cluster.Waits;
import io.aiplat.cluster.kubernetes.ClusterIdentity;
import io.aiplat.cluster.kubernetes.KubernetesApi;
import io.aiplat.cluster.kubernetes.NamespaceOwnership;
import io.aiplat.cluster.kubernetes.ServiceReach;
import io.aiplat.host.container.ContainerEngine;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.Progress;
import io.aiplat.model.Settings;
import io.aiplat.model.plan.ClusterSpec;
import io.aiplat.model.plan.GpuHandover;
import io.aiplat.model.plan.Observed;
import io.aiplat.model.plan.Patch;
import io.aiplat.model.plan.StepResult;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
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
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/// A cluster that somebody else made: here a node of ours, of which the provider under test knows only the
/// kubeconfig.
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
        node = new DockerProvider(engine, name, "somebody", Engines.DIRECT, null);
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
        return provider(owner, namespace, KubernetesApi.Expected.ANY);
    }

    private ExistingProvider provider(String owner, String namespace, KubernetesApi.Expected expected) {
        Settings.Cluster settings =
                new Settings.Cluster(ClusterKind.EXISTING, name, kubeconfig, name, namespace, 0, 0, 0);
        return new ExistingProvider(settings, Engines.DIRECT, owner, Map.of(), Path.of("/nowhere"), expected);
    }

    @Override
    public ClusterProvider provider() {
        return provider;
    }

    @Override
    public ClusterSpec wish() {
        return new ClusterSpec(ClusterKind.EXISTING, name, "home-1", null, false, 0, 0, GpuHandover.NONE, NAMESPACE);
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
    @Order(14)
    void anotherClusterBehindTheSameWayIsNotTouched() {
        ClusterIdentity here = provider.identity();
        assertEquals(name, here.context());
        assertTrue(here.uid() != null && !here.uid().isBlank(), here.toString());
        ClusterIdentity moved = new ClusterIdentity(here.kubeconfig(), name, "https://127.0.0.1:1", here.uid());
        try (ExistingProvider same = provider("home-1", NAMESPACE, new KubernetesApi.Expected(moved, false))) {
            assertInstanceOf(Observed.Cluster.Running.class, same.observe());
        }
        ClusterIdentity another = new ClusterIdentity(here.kubeconfig(), name, here.server(), "another-uid");
        try (ExistingProvider other = provider("home-1", NAMESPACE, new KubernetesApi.Expected(another, false))) {
            assertEquals("CLUSTER_IS_ANOTHER", code(other::observe));
            assertEquals("CLUSTER_IS_ANOTHER", code(() -> other.remove(true, Progress.NONE)));
            assertEquals("CLUSTER_IS_ANOTHER", code(() -> other.ensure(wish(), Progress.NONE)));
        }
    }

    @Test
    @Order(15)
    void aNamespaceThatIsGivenIsUsedAndLeftAsItIs() throws Exception {
        kubectl("create", "namespace", "teams");
        kubectl("create", "configmap", "theirs", "-n", "teams");
        try (ExistingProvider given = provider("home-1", "teams", new KubernetesApi.Expected(null, true))) {
            String before = kubectl("get", "namespace", "teams", "-o", "jsonpath={.metadata.labels}");
            assertInstanceOf(StepResult.Unchanged.class, given.ensure(wish(), Progress.NONE));
            assertTrue(given.adopted());
            List<Patch> patches = List.of(new Patch.SetNamespace("teams"), new Patch.SetNodePort("ollama", null));
            given.kube().apply(TestBundles.web(), patches);
            assertEquals(before, kubectl("get", "namespace", "teams", "-o", "jsonpath={.metadata.labels}"));
            try (KubernetesApi other = new KubernetesApi(
                    Config.fromKubeconfig(node.kubeconfig()),
                    "home-2",
                    Instant.EPOCH,
                    new KubernetesApi.Expected(null, true))) {
                assertEquals("CLUSTER_NOT_OURS", code(() -> other.apply(TestBundles.web(), patches)));
            }
            assertEquals(List.of("Deployment/ollama", "Service/ollama"), given.removal(true));
            given.remove(true, Progress.NONE);
            assertEquals(List.of(), given.removal(true));
            assertTrue(kubectl("get", "configmaps", "-n", "teams", "-o", "name").contains("configmap/theirs"));
        } finally {
            kubectl("delete", "namespace", "teams", "--wait=false");
        }
    }

    @Test
    @Order(16)
    void whoIsLimitedToANamespaceCanUseIt() throws Exception {
        kubectl("create", "namespace", "limited");
        kubectl("create", "serviceaccount", "member", "-n", "limited");
        kubectl(
                "create",
                "rolebinding",
                "member",
                "-n",
                "limited",
                "--clusterrole=admin",
                "--serviceaccount=limited:member");
        String token = kubectl("create", "token", "member", "-n", "limited").strip();
        Config login = new ConfigBuilder(Config.fromKubeconfig(node.kubeconfig()))
                .withClientCertData(null)
                .withClientKeyData(null)
                .withOauthToken(token)
                .build();
        List<Patch> patches = List.of(new Patch.SetNamespace("limited"), new Patch.SetNodePort("ollama", null));
        try (KubernetesApi kube =
                new KubernetesApi(login, "home-1", Instant.EPOCH, new KubernetesApi.Expected(null, true))) {
            assertEquals(Optional.empty(), kube.uid());
            assertEquals(NamespaceOwnership.HIDDEN, kube.standing("aiplat"));
            assertInstanceOf(StepResult.Done.class, kube.apply(TestBundles.web(), patches));
            OwnedResources belongings = new OwnedResources(kube, "limited");
            assertEquals(List.of("Deployment/ollama", "Service/ollama"), belongings.names(true));
            belongings.delete(true);
            belongings.awaitGone(Progress.NONE);
        } finally {
            kubectl("delete", "namespace", "limited", "--wait=false");
        }
    }

    @Test
    @Order(17)
    void whatHoldsANamespaceIsNamed() throws Exception {
        try (ExistingProvider held = provider("home-1", "held")) {
            held.ensure(wish(), Progress.NONE);
            kubectl("create", "configmap", "kept", "-n", "held");
            kubectl(
                    "patch",
                    "configmap",
                    "kept",
                    "-n",
                    "held",
                    "-p",
                    "{\"metadata\":{\"finalizers\":[\"example.org/kept\"]}}");
            List<String> said = new CopyOnWriteArrayList<>();
            Thread free = Thread.startVirtualThread(() -> freeWhenSaid(said));
            assertInstanceOf(StepResult.Done.class, held.remove(true, (what, _, _) -> said.add(what)));
            free.join();
            assertTrue(said.toString().contains("example.org/kept"), said.toString());
        }
    }

    /// Kubernetes looks at a namespace some five seconds after its deletion was asked for, and says only then what
    /// holds it; on a busy machine later. The finalizer goes in any case, so that no namespace is left behind.
    private void freeWhenSaid(List<String> said) {
        for (int i = 0; i < 800 && !said.toString().contains("example.org/kept"); i++) {
            LockSupport.parkNanos(50_000_000);
        }
        kubectl("patch", "configmap", "kept", "-n", "held", "-p", "{\"metadata\":{\"finalizers\":null}}");
    }

    private String kubectl(String... words) {
        List<String> command = new ArrayList<>(List.of("k3s", "kubectl"));
        command.addAll(List.of(words));
        var result = engine.containers().exec(name, command);
        assertTrue(result.ok(), command + ": " + result.error());
        return result.out();
    }

    private static String code(Executable work) {
        return assertThrows(ApplianceException.class, work).problem().code().id();
    }

    @Test
    @Order(11)
    void aBundleCannotTakeOverANamespace() {
        try (KubernetesApi kube = KubernetesApi.of(node.kubeconfig(), "home-1", Instant.EPOCH)) {
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
        try (ServiceReach reach =
                provider.reach(wish().namespace(), ClusterProvider.MODEL_SERVICE, ClusterProvider.MODEL_SERVICE_PORT)) {
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
