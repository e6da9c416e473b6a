package io.aiplat.provisioning.plan;

import io.aiplat.model.ClusterKind;
import io.aiplat.model.EngineKind;
import io.aiplat.model.Problem;
import io.aiplat.model.Settings;
import io.aiplat.model.catalog.Catalog;
import io.aiplat.model.catalog.ImageReference;
import io.aiplat.model.host.ContainerEngineFacts;
import io.aiplat.model.host.ImageFacts;
import io.aiplat.model.plan.BundleStep;
import io.aiplat.model.plan.ClusterSpec;
import io.aiplat.model.plan.ClusterStep;
import io.aiplat.model.plan.ModelStep;
import io.aiplat.model.plan.Observed;
import io.aiplat.model.plan.Patch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The plane of Ollama: the bundle of that name in a cluster, else the program of this machine.
final class OllamaPlane implements Plane {
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

    @Override
    public String name() {
        return BUNDLE;
    }

    @Override
    public List<ImageReference> images(Settings settings, Catalog catalog) {
        return ClusterPlane.looksAtImages(settings) && settings.models().engine() != EngineKind.EMBEDDED
                ? List.of(image(catalog))
                : List.of();
    }

    private static ImageReference image(Catalog catalog) {
        return catalog.bundle(BUNDLE).images().getFirst();
    }

    @Override
    public List<Problem> refusals(Inputs in, ClusterKind where) {
        List<Problem> problems = new ArrayList<>();
        if (where == ClusterKind.DOCKER
                && in.settings().models().engine() != EngineKind.EMBEDDED
                && in.host().engine() instanceof ContainerEngineFacts.Answers answers) {
            if (in.observed().cluster() instanceof Observed.Cluster.Absent) {
                ClusterPlane.missing(in, image(in.catalog())).ifPresent(problems::add);
            }
            GpuUse.outOfReach(in, answers).ifPresent(problems::add);
        }
        return problems;
    }

    @Override
    public List<Contribution> steps(Inputs in, PlacementDecision choice) {
        if (choice.engine() != EngineKind.OLLAMA) {
            return List.of();
        }
        return choice.cluster() == ClusterKind.NONE ? onHost(in) : inCluster(in, choice.cluster());
    }

    private static List<Contribution> onHost(Inputs in) {
        String binary = in.host().ollamaBinary();
        return in.host().ollama() == null && binary != null
                ? List.of(new Contribution(Phase.MODELS, new ModelStep.StartOllama(binary)))
                : List.of();
    }

    private static List<Contribution> inCluster(Inputs in, ClusterKind cluster) {
        ImageReference from = image(in.catalog());
        ImageReference to = in.named(from);
        boolean copied = cluster == ClusterKind.DOCKER && in.factsOf(from) instanceof ImageFacts.Local;
        List<Contribution> steps = new ArrayList<>();
        if (copied) {
            steps.add(new Contribution(Phase.IMAGES, new ClusterStep.CopyImage(to)));
        }
        steps.add(new Contribution(
                Phase.INSTALL, new BundleStep.ApplyBundle(BUNDLE, patches(in, cluster, from, to, copied))));
        steps.add(new Contribution(
                Phase.MODELS,
                new BundleStep.AwaitBundle(BUNDLE, in.settings().waits().workload())));
        return steps;
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
