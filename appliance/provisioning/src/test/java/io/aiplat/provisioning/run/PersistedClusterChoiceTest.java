package io.aiplat.provisioning.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.cluster.kubernetes.ClusterIdentity;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.EngineKind;
import io.aiplat.model.Settings;
import io.aiplat.store.HomeState;
import io.aiplat.testkit.TestSettings;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PersistedClusterChoiceTest {
    private static final HomeState.Cluster EXISTING =
            new HomeState.Cluster(ClusterKind.EXISTING, "aiplat", 0, 0, "second", "/home/a/kube", "work");
    private static final HomeState.Cluster DOCKER =
            new HomeState.Cluster(ClusterKind.DOCKER, "lab", 40001, 40002, "aiplat", null, null);

    @Test
    void anExistingClusterIsSaidOnce() {
        Settings.Cluster again = PersistedClusterChoice.in(settings(ClusterKind.AUTO, "aiplat", Map.of()), EXISTING)
                .cluster();
        assertEquals(ClusterKind.EXISTING, again.kind());
        assertEquals("second", again.namespace());
        assertEquals(Path.of("/home/a/kube"), again.kubeconfig());
        assertEquals("work", again.context());
        assertTrue(PersistedClusterChoice.conflict(again, ClusterKind.EXISTING, null, EXISTING)
                .isEmpty());
    }

    @Test
    void aClusterThatWeChoseKeepsItsNameAndMayStillFallBack() {
        Settings.Cluster again = PersistedClusterChoice.in(settings(ClusterKind.AUTO, "aiplat", Map.of()), DOCKER)
                .cluster();
        assertEquals(ClusterKind.AUTO, again.kind());
        assertEquals("lab", again.name());
    }

    @Test
    void whatIsDecidedNowWins() {
        Settings asked = settings(ClusterKind.AUTO, "other", Map.of("cluster.name", "--name"));
        Settings.Cluster again = PersistedClusterChoice.in(asked, DOCKER).cluster();
        assertEquals("other", again.name());
        assertEquals(
                "RUN_OTHER_CLUSTER",
                PersistedClusterChoice.conflict(again, ClusterKind.DOCKER, null, DOCKER)
                        .orElseThrow()
                        .code()
                        .id());
    }

    @Test
    void anotherKindIsRefusedAndNoClusterIsNot() {
        Settings asked = settings(ClusterKind.DOCKER, "aiplat", Map.of("cluster.kind", "--cluster"));
        Settings.Cluster again = PersistedClusterChoice.in(asked, EXISTING).cluster();
        assertTrue(PersistedClusterChoice.conflict(again, ClusterKind.DOCKER, null, EXISTING)
                .isPresent());
        assertTrue(PersistedClusterChoice.conflict(again, ClusterKind.NONE, null, EXISTING)
                .isEmpty());
        assertTrue(PersistedClusterChoice.conflict(again, ClusterKind.DOCKER, null, null)
                .isEmpty());
    }

    @Test
    void anotherContextOfTheSameClusterIsNoOtherCluster() {
        HomeState.Cluster made = new HomeState.Cluster(
                ClusterKind.EXISTING, "aiplat", 0, 0, "aiplat", "/a/kube", "work", "https://a:6443", "1-a", false);
        ClusterIdentity renamed = new ClusterIdentity("/b/kube", "renamed", "https://a:6443", "1-a");
        ClusterIdentity moved = new ClusterIdentity("/a/kube", "work", "https://a:7443", "1-a");
        ClusterIdentity another = new ClusterIdentity("/a/kube", "work", "https://a:6443", "2-b");
        ClusterIdentity unnamed = new ClusterIdentity("/a/kube", "work", "https://b:6443", null);
        Settings.Cluster again = TestSettings.cluster(ClusterKind.EXISTING, "aiplat");
        assertTrue(PersistedClusterChoice.conflict(again, ClusterKind.EXISTING, renamed, made)
                .isEmpty());
        assertTrue(PersistedClusterChoice.conflict(again, ClusterKind.EXISTING, moved, made)
                .isEmpty());
        assertTrue(PersistedClusterChoice.conflict(again, ClusterKind.EXISTING, another, made)
                .isPresent());
        assertTrue(PersistedClusterChoice.conflict(again, ClusterKind.EXISTING, unnamed, made)
                .isPresent());
    }

    private static Settings settings(ClusterKind kind, String name, Map<String, String> sources) {
        return TestSettings.of(
                Path.of("/home/a"),
                TestSettings.cluster(kind, name),
                TestSettings.models(EngineKind.AUTO, null),
                sources);
    }
}
