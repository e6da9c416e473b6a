package io.aiplat.cluster.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.cluster.ClusterProvider;
import io.aiplat.cluster.ClusterProviderContract;
import io.aiplat.cluster.TestBundles;
import io.aiplat.cluster.Waits;
import io.aiplat.cluster.kubernetes.KubernetesApi;
import io.aiplat.cluster.kubernetes.NamespaceOwnership;
import io.aiplat.host.LocalPorts;
import io.aiplat.host.container.ContainerEngine;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Progress;
import io.aiplat.model.Readiness;
import io.aiplat.model.plan.ClusterSpec;
import io.aiplat.model.plan.GpuHandover;
import io.aiplat.model.plan.Observed;
import io.aiplat.model.plan.Patch;
import io.aiplat.model.plan.StepResult;
import io.aiplat.testkit.Eventually;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// A real node on the real engine.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DockerProviderIT implements ClusterProviderContract {
    private final String name = Engines.uniqueName();
    private ContainerEngine engine;
    private DockerProvider provider;
    private String before;

    @BeforeAll
    void find() throws Exception {
        engine = Engines.orSkip(Engines.NODE, TestBundles.BUSYBOX);
        before = Engines.listing(name);
        provider = new DockerProvider(engine, name, "home-1", Engines.DIRECT, null);
    }

    @AfterAll
    void leaveNothing() throws Exception {
        if (provider != null) {
            provider.remove(true, Progress.NONE);
            provider.close();
            assertEquals(before, Engines.listing(name), "what the engine held before and holds now");
            engine.close();
        }
    }

    @Override
    public ClusterProvider provider() {
        return provider;
    }

    @Override
    public ClusterSpec wish() {
        return Engines.wish(name, "home-1", "aiplat");
    }

    @Override
    public List<Patch> patches() {
        return List.of(new Patch.SetImage(TestBundles.BUSYBOX, TestBundles.BUSYBOX, Patch.PullPolicy.NEVER));
    }

    @Test
    @Order(3)
    void copiesAnImageOnce() {
        AtomicLong bytes = new AtomicLong();
        Progress progress = (_, done, _) -> bytes.set(done);
        assertInstanceOf(StepResult.Done.class, provider.copyImage(TestBundles.BUSYBOX, progress));
        assertTrue(bytes.get() > 1_000_000, "bytes reported: " + bytes);
        assertInstanceOf(StepResult.Unchanged.class, provider.copyImage(TestBundles.BUSYBOX, Progress.NONE));
    }

    @Test
    @Order(10)
    void anotherHomeMayNotTouchIt() {
        try (DockerProvider other = new DockerProvider(engine, name, "home-2", Engines.DIRECT, null)) {
            assertEquals(new Observed.Cluster.Foreign("container " + name), other.observe());
            var refusal = assertThrows(
                    ApplianceException.class,
                    () -> other.ensure(Engines.wish(name, "home-2", "aiplat"), Progress.NONE));
            assertEquals("CLUSTER_NOT_OURS", refusal.problem().code().id());
            assertTrue(other.removal(true).isEmpty());
            assertInstanceOf(StepResult.Unchanged.class, other.remove(true, Progress.NONE));
        }
        assertInstanceOf(Readiness.Ready.class, provider.ready());
    }

    @Test
    @Order(11)
    void saysWhyAPodKeepsCrashing() throws InterruptedException {
        KubernetesApi kube = provider.kube();
        kube.apply(TestBundles.crashing(), List.of());
        Readiness last = never(() -> kube.workloadReady("aiplat", "Deployment/crash"));
        String text = assertInstanceOf(Readiness.Never.class, last).problem().toText();
        assertTrue(text.contains("CLUSTER_POD_CRASHING"), text);
        assertTrue(text.contains("exit code 3"), text);
        assertTrue(text.contains("the disk is on fire"), text);
    }

    @Test
    @Order(11)
    void saysThatAnImageCannotBeHad() throws InterruptedException {
        KubernetesApi kube = provider.kube();
        kube.apply(TestBundles.imageless(), List.of());
        Readiness last = never(() -> kube.workloadReady("aiplat", "Deployment/imageless"));
        String text = assertInstanceOf(Readiness.Never.class, last).problem().toText();
        assertTrue(text.contains("CLUSTER_IMAGE_NOT_PULLED"), text);
        assertTrue(text.contains("127.0.0.1:1/none:1"), text);
    }

    @Test
    @Order(20)
    void mendsANodeThatWasKilled() throws InterruptedException, IOException {
        Engines.docker("kill", name);
        assertInstanceOf(Observed.Cluster.Stopped.class, provider.observe());
        assertInstanceOf(Readiness.Never.class, provider.ready());
        Observed.Cluster.Stopped stopped = (Observed.Cluster.Stopped) provider.observe();
        assertInstanceOf(StepResult.Done.class, provider.ensure(wish(), Progress.NONE));
        Waits.until(Duration.ofSeconds(120), () -> provider.ready());
        assertEquals(new Observed.Cluster.Running(stopped.apiPort(), stopped.modelPort()), provider.observe());
    }

    @Test
    @Order(30)
    void keepsItsDataWhenItIsReplaced() throws InterruptedException {
        Observed.Cluster.Running had = (Observed.Cluster.Running) provider.observe();
        provider.remove(false, Progress.NONE);
        assertEquals(new Observed.Cluster.Absent(), provider.observe());
        assertTrue(!provider.removal(true).isEmpty(), "volumes are still there");
        ClusterSpec again = new ClusterSpec(
                wish().kind(),
                name,
                "home-1",
                Engines.NODE,
                false,
                had.apiPort(),
                had.modelPort(),
                GpuHandover.NONE,
                "aiplat");
        assertInstanceOf(StepResult.Done.class, provider.ensure(again, Progress.NONE));
        Waits.until(Duration.ofSeconds(120), () -> provider.ready());
        assertEquals(had, provider.observe());
        assertEquals(NamespaceOwnership.OURS, provider.kube().standing("aiplat"));
        assertInstanceOf(StepResult.Unchanged.class, provider.copyImage(TestBundles.BUSYBOX, Progress.NONE));
    }

    @Test
    @Order(31)
    void replacesTheContainerWhenTheWishHasChanged() throws IOException, InterruptedException {
        String id = engine.containers().find(name).orElseThrow().id();
        ClusterSpec other = new ClusterSpec(
                wish().kind(),
                name,
                "home-1",
                Engines.NODE,
                false,
                0,
                LocalPorts.chooseFree(),
                GpuHandover.NONE,
                "aiplat");
        assertInstanceOf(StepResult.Done.class, provider.ensure(other, Progress.NONE));
        assertTrue(!id.equals(engine.containers().find(name).orElseThrow().id()));
        assertEquals(other.modelPort(), ((Observed.Cluster.Running) provider.observe()).modelPort());
    }

    private static Readiness never(Supplier<Readiness> look) throws InterruptedException {
        return Eventually.seen(
                "it is given up", Duration.ofMinutes(1), look::get, now -> now instanceof Readiness.Never);
    }
}
