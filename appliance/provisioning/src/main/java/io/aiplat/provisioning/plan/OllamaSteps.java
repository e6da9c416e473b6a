package io.aiplat.provisioning.plan;

import io.aiplat.model.ClusterKind;
import io.aiplat.model.Settings;
import io.aiplat.model.catalog.ImageReference;
import io.aiplat.model.host.ImageFacts;
import io.aiplat.model.plan.ClusterSpec;
import io.aiplat.model.plan.Patch;
import io.aiplat.model.plan.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What it takes to run Ollama in a cluster.
final class OllamaSteps {
    static final String BUNDLE = "ollama";
    private static final String WORKLOAD = "ollama";
    private static final String CLAIM = "ollama-models";
    private static final long GIB = 1L << 30;
    private static final int REQUEST_PART = 4;

    /// Processors set aside; most models are computed on all there are, now and then.
    private static final int CPU_MILLIS = 250;

    /// What fits a small model, for a cluster whose nodes may not be looked at.
    private static final long MODEST = 4 * GIB;

    private static final Patch ANYWHERE = new Patch.SetScheduling(WORKLOAD, List.of(), Map.of(), List.of());

    /// Of pods and of services, as they stand in the bundle.
    private static final List<String> RANGES_OF_K3S = List.of("10.42.0.0/16", "10.43.0.0/16");

    private OllamaSteps() {}

    static List<Step> of(Inputs in, ClusterKind cluster) {
        ImageReference from = in.ollamaImage();
        ImageReference to = in.named(from);
        boolean copied = cluster == ClusterKind.DOCKER && in.factsOf(from) instanceof ImageFacts.Local;
        List<Step> steps = new ArrayList<>();
        if (copied) {
            steps.add(new Step.CopyImage(to));
        }
        steps.add(new Step.ApplyBundle(BUNDLE, patches(in, cluster, from, to, copied)));
        return steps;
    }

    static Step available(Inputs in) {
        return new Step.AwaitBundle(BUNDLE, in.settings().waits().workload());
    }

    private static List<Patch> patches(
            Inputs in, ClusterKind cluster, ImageReference from, ImageReference to, boolean copied) {
        int gpus = in.settings().cluster().gpus();
        List<Patch> patches = new ArrayList<>();
        patches.add(new Patch.SetNamespace(in.settings().cluster().namespace()));
        // A copied image is known to the node by its tag; a digest would make the kubelet ask the registry.
        patches.add(new Patch.SetImage(
                from,
                copied ? to.withoutDigest() : to,
                copied ? Patch.PullPolicy.NEVER : Patch.PullPolicy.IF_NOT_PRESENT));
        patches.add(resources(in, cluster, gpus));
        patches.add(
                new Patch.SetNodePort(WORKLOAD, cluster == ClusterKind.DOCKER ? ClusterSpec.MODEL_NODE_PORT : null));
        if (cluster == ClusterKind.EXISTING) {
            patches.add(new Patch.SetClusterRanges(WORKLOAD, RANGES_OF_K3S));
        }
        if (gpus > 0) {
            patches.add(new Patch.SetRuntimeClass(WORKLOAD, "nvidia"));
        }
        Settings.Pod pod = in.settings().cluster().pod();
        if (pod.storageBytes() > 0 || pod.storageClass() != null) {
            patches.add(new Patch.SetStorage(CLAIM, pod.storageBytes(), pod.storageClass()));
        }
        Patch where = new Patch.SetScheduling(WORKLOAD, pod.tolerations(), pod.nodeSelector(), pod.pullSecrets());
        if (!where.equals(ANYWHERE)) {
            patches.add(where);
        }
        Settings.Network network = in.settings().network();
        Map<String, String> environment = ProxyVariables.of(network);
        if (!environment.isEmpty()) {
            patches.add(new Patch.SetEnvironment(WORKLOAD, WORKLOAD, environment));
        }
        if (network.caFile() != null) {
            patches.add(new Patch.TrustAuthorities(WORKLOAD, WORKLOAD, network.caFile()));
        }
        return patches;
    }

    /// What a person said is set aside as a whole, so that the scheduler looks for a node that has it; what was
    /// only seen to be free is mostly left to others until it is used.
    private static Patch resources(Inputs in, ClusterKind cluster, int gpus) {
        Settings.Pod pod = in.settings().cluster().pod();
        long seen = cluster == ClusterKind.EXISTING
                ? ofNodes(in.observed().podMemory())
                : memoryLimit(in.host().memoryBytes());
        long limit = pod.memoryBytes() == 0 ? seen : pod.memoryBytes();
        long request = pod.memoryBytes() == 0 ? limit / REQUEST_PART : limit;
        int cpu = pod.cpuMillis() == 0 ? CPU_MILLIS : Math.min(CPU_MILLIS, pod.cpuMillis());
        return new Patch.SetResources(WORKLOAD, WORKLOAD, cpu, pod.cpuMillis(), limit, request, gpus);
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
