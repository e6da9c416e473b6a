package io.aiplat.provisioning.run;

import io.aiplat.cluster.ClusterProvider;
import io.aiplat.cluster.OwnedResources;
import io.aiplat.cluster.ingress.ServiceExposure;
import io.aiplat.cluster.kubernetes.KubernetesApi;
import io.aiplat.cluster.kubernetes.NamespaceOwnership;
import io.aiplat.cluster.kubernetes.ServiceReach;
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
    private final ServiceExposure exposure;
    private final ReadinessPoller await;
    /// Pods that were there before this run, by workload: what they say may be of an earlier try.
    private final Map<String, Set<String>> earlier = new HashMap<>();

    /// @param cluster asked for only when something is to be done
    BundlePerformer(
            Supplier<ClusterProvider> cluster,
            String namespace,
            Catalog catalog,
            ServiceExposure exposure,
            ReadinessPoller await) {
        this.exposure = exposure;
        this.cluster = cluster;
        this.namespace = namespace;
        this.catalog = catalog;
        this.await = await;
    }

    StepResult perform(BundleStep step, Progress progress) {
        return switch (step) {
            case BundleStep.RemoveBundle(var bundle) -> remove(bundle, progress);
            case BundleStep.ApplyBundle(var bundle, var patches) -> apply(catalog.bundle(bundle), patches);
            case BundleStep.AwaitBundle(var bundle, var limit) -> awaitBundle(catalog.bundle(bundle), limit, progress);
            case BundleStep.ReachService(var bundle, var service, int port, var limit) ->
                reach(catalog.bundle(bundle), service, port, limit, progress);
        };
    }

    private StepResult awaitBundle(Bundle bundle, Duration limit, Progress progress) {
        boolean atOnce = true;
        for (String workload : bundle.workloads()) {
            atOnce &= await.until(workload, limit, () -> available(bundle, workload), progress);
        }
        return atOnce ? new StepResult.Unchanged("available") : new StepResult.Done("available");
    }

    private StepResult remove(String bundle, Progress progress) {
        Bundle known = catalog.bundles().get(bundle);
        boolean own = known != null && known.ownNamespace();
        OwnedResources there = new OwnedResources(cluster.get().kube(), own ? bundle : namespace);
        OwnedResources.RemovedBundle removed = there.deleteBundle(bundle);
        // With its namespace would go what it has stored.
        if (own && removed.kept().isEmpty() && cluster.get().kube().standing(bundle) == NamespaceOwnership.OURS) {
            there.deleteNamespace(progress);
        }
        return removed.deleted().isEmpty()
                ? new StepResult.Unchanged("nothing of it is there")
                : new StepResult.Done("removed " + String.join(", ", removed.deleted())
                        + (removed.kept().isEmpty()
                                ? ""
                                : "; what it has stored stays: " + String.join(", ", removed.kept())));
    }

    private StepResult reach(Bundle bundle, String service, int port, Duration limit, Progress progress) {
        try (ServiceReach reach = cluster.get().reach(bundle.namespace(namespace), service, port)) {
            boolean atOnce = await.until(
                    "a way to " + service + ":" + port,
                    limit,
                    () -> ServiceConnection.look(reach.uri(), service),
                    progress);
            return atOnce ? new StepResult.Unchanged("it answers") : new StepResult.Done("it answers");
        }
    }

    private StepResult apply(Bundle bundle, List<Patch> patches) {
        KubernetesApi kube = cluster.get().kube();
        String its = bundle.namespace(namespace);
        if (kube.standing(its) == NamespaceOwnership.ABSENT) {
            // Most bundles do not bring the namespace, because it is of all that are in it.
            kube.createNamespace(its);
        }
        for (String workload : bundle.workloads()) {
            earlier.put(workload, kube.podIds(its, workload));
        }
        return exposure.apply(kube, its, bundle, patches);
    }

    /// What a pod of an earlier run died of may be mended since: an image that was copied now, memory that is free
    /// again. It gets one more try, and what its successor says counts.
    Readiness available(Bundle bundle, String workload) {
        KubernetesApi kube = cluster.get().kube();
        String its = bundle.namespace(namespace);
        Readiness look = kube.workloadReady(its, workload);
        if (look instanceof Readiness.Never(var problem)) {
            Set<String> old = earlier.remove(workload);
            if (old != null && kube.replacePods(its, workload, old)) {
                return new Readiness.NotYet(
                        "It is tried once more, as an earlier try ended so: " + problem.what() + ": " + problem.why());
            }
        }
        return look;
    }
}
