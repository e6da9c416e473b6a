package io.aiplat.provisioning.plan;

import io.aiplat.model.ClusterKind;
import io.aiplat.model.Settings;
import io.aiplat.model.catalog.Bundle;
import io.aiplat.model.catalog.BundleValue;
import io.aiplat.model.catalog.ImageReference;
import io.aiplat.model.host.ImageFacts;
import io.aiplat.model.plan.ClusterSpec;
import io.aiplat.model.plan.Patch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What is changed in the manifests of a bundle: where it is put, by which names its images go, and its values.
final class BundlePatches {
    private static final long GIB = 1L << 30;
    private static final int REQUEST_PART = 4;

    /// Processors set aside; most models are computed on all there are, now and then.
    private static final int CPU_MILLIS = 250;

    /// What fits a small model, for a cluster whose nodes may not be looked at.
    private static final long MODEST = 4 * GIB;

    private BundlePatches() {}

    static List<Patch> of(Bundle bundle, Inputs in, ClusterKind cluster) {
        List<Patch> patches = new ArrayList<>();
        patches.add(
                new Patch.SetNamespace(bundle.namespace(in.settings().cluster().namespace())));
        bundle.images().forEach(image -> patches.add(image(image, in, cluster)));
        bundle.values().forEach(value -> patches.addAll(of(value, in, cluster)));
        return patches;
    }

    private static Patch image(ImageReference from, Inputs in, ClusterKind cluster) {
        ImageReference to = in.named(from);
        boolean copied = (cluster == ClusterKind.DOCKER && in.factsOf(from) instanceof ImageFacts.Local)
                || (cluster != ClusterKind.EXISTING && in.isBrought(from));
        // A copied image is known to the node by its tag; a digest would make the kubelet ask the registry.
        return new Patch.SetImage(
                from,
                copied ? to.withoutDigest() : to,
                copied ? Patch.PullPolicy.NEVER : Patch.PullPolicy.IF_NOT_PRESENT);
    }

    /// None where nothing is known that the manifests do not say.
    private static List<Patch> of(BundleValue value, Inputs in, ClusterKind cluster) {
        Settings.Pod pod = in.settings().cluster().pod();
        Settings.Network network = in.settings().network();
        return switch (value) {
            case BundleValue.ModelResources(var workload, var container) ->
                List.of(resources(workload, container, in, cluster));
            case BundleValue.ModelPort(var service) ->
                List.of(new Patch.SetNodePort(
                        service, cluster == ClusterKind.EXISTING ? null : ClusterSpec.MODEL_NODE_PORT));
            case BundleValue.ClusterRanges(var policy, var written) ->
                when(cluster == ClusterKind.EXISTING, new Patch.SetClusterRanges(policy, written));
            case BundleValue.ModelGpus(var workload, var container) -> GpuUse.patches(in, cluster, workload, container);
            case BundleValue.GpuSharing(var workload, var config) ->
                List.of(new Patch.ShareGpus(
                        workload, config, GpuServing.replicas(in, cluster), GpuServing.mig(in, cluster)));
            case BundleValue.ModelStorage(var claim) ->
                when(
                        pod.storageBytes() > 0 || pod.storageClass() != null,
                        new Patch.SetStorage(claim, pod.storageBytes(), pod.storageClass()));
            case BundleValue.StorageClass(var claim) ->
                when(pod.storageClass() != null, new Patch.SetStorage(claim, 0, pod.storageClass()));
            case BundleValue.Scheduling(var workload) -> scheduling(workload, pod);
            case BundleValue.Proxies(var workload, var container) -> {
                Map<String, String> variables = ProxyVariables.of(network);
                yield when(!variables.isEmpty(), new Patch.SetEnvironment(workload, container, variables));
            }
            case BundleValue.Authorities(var workload, var container) ->
                Stream.ofNullable(network.caFile())
                        .<Patch>map(file -> new Patch.TrustAuthorities(workload, container, file))
                        .toList();
            case BundleValue.KeyDatabase(var config, var objects) ->
                DatabaseUse.of(in.settings())
                        .map(use -> List.of(use.patch(config)))
                        .orElseGet(() -> when(!objects.isEmpty(), new Patch.OmitObjects(objects)));
        };
    }

    private static List<Patch> when(boolean known, Patch patch) {
        return known ? List.of(patch) : List.of();
    }

    private static List<Patch> scheduling(String workload, Settings.Pod pod) {
        Patch anywhere = new Patch.SetScheduling(workload, List.of(), Map.of(), List.of());
        Patch wanted = new Patch.SetScheduling(workload, pod.tolerations(), pod.nodeSelector(), pod.pullSecrets());
        return when(!wanted.equals(anywhere), wanted);
    }

    /// What a person said is set aside as a whole, so that the scheduler looks for a node that has it; what was
    /// only seen to be free is mostly left to others until it is used.
    private static Patch resources(String workload, String container, Inputs in, ClusterKind cluster) {
        Settings.Pod pod = in.settings().cluster().pod();
        long seen = cluster == ClusterKind.EXISTING
                ? ofNodes(in.observed().podMemory())
                : memoryLimit(in.host().memoryBytes());
        long limit = pod.memoryBytes() == 0 ? seen : pod.memoryBytes();
        long request = pod.memoryBytes() == 0 ? limit / REQUEST_PART : limit;
        int cpu = pod.cpuMillis() == 0 ? CPU_MILLIS : Math.min(CPU_MILLIS, pod.cpuMillis());
        return new Patch.SetResources(
                workload, container, cpu, pod.cpuMillis(), limit, request, GpuUse.counted(in, cluster));
    }

    /// This machine may be larger or smaller than any node of a cluster that was there before, and says nothing of
    /// it.
    private static long ofNodes(long podMemory) {
        return podMemory == 0 ? MODEST : podMemory;
    }

    /// All but 2 GiB for the node itself, and never less than half.
    private static long memoryLimit(long hostBytes) {
        return Math.max(hostBytes - 2 * GIB, hostBytes / 2) / GIB * GIB;
    }
}
