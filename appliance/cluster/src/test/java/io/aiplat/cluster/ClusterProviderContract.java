package io.aiplat.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.cluster.kubernetes.KubernetesApi;
import io.aiplat.cluster.kubernetes.ServiceReach;
import io.aiplat.model.Progress;
import io.aiplat.model.Readiness;
import io.aiplat.model.plan.ClusterSpec;
import io.aiplat.model.plan.Observed;
import io.aiplat.model.plan.Patch;
import io.aiplat.model.plan.StepResult;
import io.aiplat.testkit.Eventually;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/// What every way of having a cluster keeps. The tests tell one story in order, because a cluster is dear.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
public interface ClusterProviderContract {
    /// The provider under test; nothing of its name is there when the story begins.
    ClusterProvider provider();

    /// The wish.
    ClusterSpec wish();

    /// Patches that let the test bundle run on this cluster.
    List<Patch> patches();

    @Test
    @Order(1)
    default void seesThatNothingIsThere() {
        assertEquals(new Observed.Cluster.Absent(), provider().observe());
        assertTrue(provider().removal(true).isEmpty());
        assertInstanceOf(StepResult.Unchanged.class, provider().remove(true, Progress.NONE));
    }

    @Test
    @Order(2)
    default void makesIt() throws InterruptedException {
        assertInstanceOf(StepResult.Done.class, provider().ensure(wish(), Progress.NONE));
        Waits.until(Duration.ofSeconds(120), () -> provider().ready());
        assertInstanceOf(Observed.Cluster.Running.class, provider().observe());
    }

    @Test
    @Order(3)
    default void changesNothingTheSecondTime() {
        assertInstanceOf(StepResult.Unchanged.class, provider().ensure(wish(), Progress.NONE));
        assertInstanceOf(Readiness.Ready.class, provider().ready());
    }

    @Test
    @Order(4)
    default void runsABundleAndReachesIt() throws InterruptedException {
        KubernetesApi kube = provider().kube();
        assertInstanceOf(StepResult.Done.class, kube.apply(TestBundles.web(), patches()));
        assertInstanceOf(StepResult.Unchanged.class, kube.apply(TestBundles.web(), patches()));
        List<Patch> namespace =
                patches().stream().filter(Patch.SetNamespace.class::isInstance).toList();
        assertInstanceOf(StepResult.Done.class, kube.apply(TestBundles.inside(), namespace));
        Waits.until(Duration.ofSeconds(90), () -> kube.workloadReady(wish().namespace(), "Deployment/ollama"));
        reachesBothServices();
    }

    @Test
    @Order(5)
    default void givesAKubeconfigThatWorks() {
        try (KubernetesApi kube = KubernetesApi.of(provider().kubeconfig(), wish().owner(), Instant.EPOCH)) {
            assertEquals(new Readiness.Ready(), kube.apiReady());
        }
    }

    @Test
    @Order(6)
    default void restartsAndIsReachedAgain() throws InterruptedException {
        assertInstanceOf(StepResult.Done.class, provider().restart());
        Waits.until(Duration.ofSeconds(120), () -> provider().ready());
        Waits.until(
                Duration.ofSeconds(90), () -> provider().kube().workloadReady(wish().namespace(), "Deployment/ollama"));
        reachesBothServices();
    }

    @Test
    @Order(90)
    default void removesAllItMade() {
        assertTrue(!provider().removal(true).isEmpty());
        assertInstanceOf(StepResult.Done.class, provider().remove(true, Progress.NONE));
        assertEquals(new Observed.Cluster.Absent(), provider().observe());
        assertTrue(provider().removal(true).isEmpty());
    }

    private void reachesBothServices() throws InterruptedException {
        String namespace = wish().namespace();
        try (ServiceReach models = provider().reach(namespace, "ollama", 11434);
                ServiceReach inside = provider().reach(namespace, "inside", 80)) {
            answers(models.uri());
            answers(inside.uri());
            assertNotEquals(models.uri(), inside.uri());
        }
    }

    /// What is not there is a connection that ends, and no error of whoever has opened the way.
    @Test
    @Order(5)
    default void aServiceThatIsNotThereIsAClosedConnection() {
        try (ServiceReach nowhere = provider().reach(wish().namespace(), "nowhere", 80);
                ServiceReach noPort = provider().reach(wish().namespace(), "inside", 82)) {
            assertThrows(IOException.class, () -> answer(nowhere.uri()));
            assertThrows(IOException.class, () -> answer(noPort.uri()));
        }
    }

    /// A node port answers a moment after its pod is available.
    private static void answers(URI base) throws InterruptedException {
        Eventually.passes("the node port answers", Duration.ofSeconds(60), () -> assertEquals("ok", answer(base)));
    }

    private static String answer(URI base) throws IOException {
        var connection = (HttpURLConnection) base.resolve("/answer").toURL().openConnection();
        connection.setConnectTimeout(2_000);
        connection.setReadTimeout(5_000);
        return new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }
}
