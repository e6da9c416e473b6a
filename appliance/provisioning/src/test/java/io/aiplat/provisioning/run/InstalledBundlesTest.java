package io.aiplat.provisioning.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aiplat.model.ClusterKind;
import io.aiplat.model.EngineKind;
import io.aiplat.model.plan.BundleStep;
import io.aiplat.model.plan.PlanResult;
import io.aiplat.model.plan.Step;
import io.aiplat.store.Home;
import io.aiplat.store.InstalledBundlesFile;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstalledBundlesTest {
    @TempDir
    Path folder;

    private InstalledBundles run(ClusterKind cluster, EngineKind engine, String... applied) {
        List<Step> steps = Stream.of(applied)
                .<Step>map(name -> new BundleStep.ApplyBundle(name, List.of()))
                .toList();
        return new InstalledBundles(
                new InstalledBundlesFile(new Home(folder)), new PlanResult.Plan(cluster, engine, List.of(), steps));
    }

    private List<String> noted() {
        return new InstalledBundlesFile(new Home(folder)).read();
    }

    @Test
    void aRunThatIsInterruptedForgetsNeitherOldNorNew() {
        InstalledBundles first = run(ClusterKind.DOCKER, EngineKind.OLLAMA, "ollama", "traces");
        first.begin();
        first.end();
        assertEquals(List.of("traces"), noted());
        InstalledBundles second = run(ClusterKind.DOCKER, EngineKind.OLLAMA, "ollama", "store");
        second.begin();
        assertEquals(List.of("traces", "store"), noted());
        second.end();
        assertEquals(List.of("store"), noted());
    }

    @Test
    void withoutAClusterNothingIsForgotten() {
        InstalledBundles first = run(ClusterKind.DOCKER, EngineKind.EMBEDDED, "ollama");
        first.begin();
        first.end();
        InstalledBundles none = run(ClusterKind.NONE, EngineKind.EMBEDDED);
        none.begin();
        none.end();
        assertEquals(List.of("ollama"), noted());
    }
}
