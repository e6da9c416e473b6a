package io.aiplat.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
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
    default void runsABundleAndReachesIt() throws InterruptedException, IOException {
        KubernetesApi kube = provider().kube();
        assertInstanceOf(StepResult.Done.class, kube.apply(TestBundles.web(), patches()));
        assertInstanceOf(StepResult.Unchanged.class, kube.apply(TestBundles.web(), patches()));
        Waits.until(Duration.ofSeconds(90), () -> kube.workloadReady(wish().namespace(), "Deployment/ollama"));
        try (ServiceReach reach = provider().reachModels()) {
            answers(reach.uri());
        }
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
    default void restartsAndIsReachedAgain() throws InterruptedException, IOException {
        assertInstanceOf(StepResult.Done.class, provider().restart());
        Waits.until(Duration.ofSeconds(120), () -> provider().ready());
        Waits.until(
                Duration.ofSeconds(90), () -> provider().kube().workloadReady(wish().namespace(), "Deployment/ollama"));
        try (ServiceReach reach = provider().reachModels()) {
            answers(reach.uri());
        }
    }

    @Test
    @Order(90)
    default void removesAllItMade() {
        assertTrue(!provider().removal(true).isEmpty());
        assertInstanceOf(StepResult.Done.class, provider().remove(true, Progress.NONE));
        assertEquals(new Observed.Cluster.Absent(), provider().observe());
        assertTrue(provider().removal(true).isEmpty());
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
