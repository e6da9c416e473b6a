package io.aiplat.provisioning.run;

import io.aiplat.cluster.ClusterProvider;
import io.aiplat.cluster.kubernetes.KubernetesApi;
import io.aiplat.model.Progress;
import io.aiplat.model.Readiness;
import io.aiplat.model.catalog.Bundle;
import io.aiplat.model.catalog.Catalog;
import io.aiplat.model.plan.BundleStep;
import io.aiplat.model.plan.Patch;
import io.aiplat.model.plan.StepResult;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/// Does what is done with bundles, in the cluster they are in.
final class BundlePerformer {
    private final Supplier<ClusterProvider> cluster;
    private final String namespace;
    private final Catalog catalog;
    private final ReadinessPoller await;
    /// Pods that were there before this run, by workload: what they say may be of an earlier try.
    private final Map<String, Set<String>> earlier = new HashMap<>();

    /// @param cluster asked for only when something is to be done
    BundlePerformer(Supplier<ClusterProvider> cluster, String namespace, Catalog catalog, ReadinessPoller await) {
        this.cluster = cluster;
        this.namespace = namespace;
        this.catalog = catalog;
        this.await = await;
    }

    StepResult perform(BundleStep step, Progress progress) {
        return switch (step) {
            case BundleStep.ApplyBundle(var bundle, var patches) -> apply(catalog.bundle(bundle), patches);
            case BundleStep.AwaitBundle(var bundle, var limit) -> awaitBundle(catalog.bundle(bundle), limit, progress);
        };
    }

    private StepResult awaitBundle(Bundle bundle, Duration limit, Progress progress) {
        boolean atOnce = true;
        for (String workload : bundle.workloads()) {
            atOnce &= await.until(workload, limit, () -> available(workload), progress);
        }
        return atOnce ? new StepResult.Unchanged("available") : new StepResult.Done("available");
    }

    private StepResult apply(Bundle bundle, List<Patch> patches) {
        for (String workload : bundle.workloads()) {
            earlier.put(workload, cluster.get().kube().podIds(namespace, workload));
        }
        return cluster.get().kube().apply(bundle, patches);
    }

    /// What a pod of an earlier run died of may be mended since: an image that was copied now, memory that is free
    /// again. It gets one more try, and what its successor says counts.
    Readiness available(String workload) {
        KubernetesApi kube = cluster.get().kube();
        Readiness look = kube.workloadReady(namespace, workload);
        if (look instanceof Readiness.Never(var problem)) {
            Set<String> old = earlier.remove(workload);
            if (old != null && kube.replacePods(namespace, workload, old)) {
                return new Readiness.NotYet(
                        "It is tried once more, as an earlier try ended so: " + problem.what() + ": " + problem.why());
            }
        }
        return look;
    }
}
