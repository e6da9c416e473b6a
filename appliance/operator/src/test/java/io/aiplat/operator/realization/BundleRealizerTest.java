package io.aiplat.operator.realization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.operator.bundles.BundleProblems;
import io.aiplat.operator.bundles.BundleState;
import io.aiplat.operator.desired.BundleSwitches;
import io.aiplat.operator.realization.Realization.Stage;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BundleRealizerTest {
    private static final ResourceKey OLD = key("default-dsc", 1);
    private static final ResourceKey NEW = key("another", 2);

    private final MadeUpBundles home = new MadeUpBundles();
    private final BundleRealizer realizer = new BundleRealizer(home);

    private static ResourceKey key(String name, long age) {
        return new ResourceKey(
                "datascienceclusters.datasciencecluster.opendatahub.io", "", name, Instant.ofEpochSecond(age));
    }

    private Realization realize(ResourceKey key, Set<String> on, Set<String> off) {
        return realizer.realize(key, List.of(new BundleSwitches(on, off)), null);
    }

    @Test
    void whatIsSwitchedOnIsInstalledOnceAndWhatIsSwitchedOffIsRemoved() {
        home.states.put("old", new BundleState.Here(false));
        Realization first = realize(OLD, Set.of("kuberay"), Set.of("old"));
        assertEquals(Stage.PROGRESSING, first.stage());
        assertEquals("Install bundle kuberay; Remove bundle old.", first.message());
        assertEquals(List.of("install kuberay", "remove old"), home.log);

        home.states.remove("old");
        Realization second = realize(OLD, Set.of("kuberay"), Set.of("old"));
        assertEquals("Apply bundle kuberay.", second.message(), "what is being done is told, and not begun again");

        home.states.put("kuberay", new BundleState.Here(false));
        assertEquals(Stage.READY, realize(OLD, Set.of("kuberay"), Set.of("old")).stage());
        assertEquals(2, home.log.size());
    }

    @Test
    void whatAPersonAskedForStaysAndIsSaid() {
        home.states.put("kuberay", new BundleState.Here(true));
        Realization found = realize(OLD, Set.of(), Set.of("kuberay"));
        assertEquals(Stage.READY, found.stage());
        assertTrue(found.message().contains("What the settings name stays: kuberay"), found.message());
        assertEquals(List.of(), home.log);
    }

    @Test
    void aFailedTryIsToldUntilItIsTriedAgain() {
        home.states.put("kuberay", new BundleState.Failed(BundleProblems.notInstalledHere("kuberay")));
        Realization found = realize(OLD, Set.of("kuberay"), Set.of());
        assertEquals(Stage.DEGRADED, found.stage());
        assertTrue(found.message().endsWith("(OPERATOR_BUNDLE_NOT_INSTALLED_HERE)"), found.message());
    }

    @Test
    void theOldestResourceHoldsAndTheNextOneAfterIt() {
        realize(NEW, Set.of("kuberay"), Set.of());
        realize(OLD, Set.of("kuberay"), Set.of());
        Realization second = realize(NEW, Set.of(), Set.of("kuberay"));
        assertEquals(Stage.DEGRADED, second.stage());
        assertTrue(second.message().contains("default-dsc"), second.message());

        realizer.release(NEW);
        assertEquals(List.of("install kuberay"), home.log, "who did not hold removes nothing");
        realizer.release(OLD);
        assertEquals("remove all", home.log.getLast());
        assertEquals(
                Stage.PROGRESSING, realize(NEW, Set.of("kuberay"), Set.of()).stage());
    }
}
