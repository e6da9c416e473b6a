package io.aiplat.provisioning.gpu.evidence;

import io.aiplat.cluster.ClusterProvider;
import io.aiplat.cluster.gpu.NodeGpus;
import io.aiplat.cluster.kubernetes.KubernetesApi;
import io.aiplat.cluster.trial.DeviceTrial;
import io.aiplat.cluster.trial.ExtendedResource;
import io.aiplat.host.gpu.DriverLibraryFault;
import io.aiplat.host.gpu.GpuFacts;
import io.aiplat.inference.ModelEngine;
import io.aiplat.inference.RequestRefused;
import io.aiplat.inference.ResidentModel;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.host.DeviceNode;
import io.aiplat.model.host.Gpu;
import io.aiplat.model.host.GpuDriver;
import io.aiplat.model.registry.BenchmarkResult;
import io.aiplat.model.registry.ModelRecord;
import io.aiplat.provisioning.gpu.GpuEvidence;
import io.aiplat.provisioning.gpu.HostRepairs;
import io.aiplat.provisioning.gpu.ServingPlace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What there is: of this machine, of the node that hands GPUs on, of the engine that runs models.
public final class LiveEvidence implements GpuEvidence {
    private static final String CLASS = "nvidia";
    private static final String COUNTED = "nvidia.com/gpu";
    private static final String PLUGIN = "nvidia-device-plugin";
    private static final String WORKLOAD = "Deployment/" + ClusterProvider.MODEL_SERVICE;

    /// Where the handler mounts the driver's libraries.
    private static final String LIBRARIES = "/usr/local/nvidia/lib64/";

    /// What a node of somebody else's hands on is not known; these every driver has.
    private static final List<String> USUAL = List.of("/dev/nvidiactl", "/dev/nvidia-uvm");

    private static final int LOG_LINES = 20_000;

    /// The engine that computes on processors, whatever there is.
    private static final String PROCESSORS = "embedded";

    private final Sources sources;
    private @Nullable GpuFacts facts;
    private @Nullable NodeGpus node;
    private @Nullable List<ResidentModel> resident;

    /// Who is asked, each when something of him is wanted.
    ///
    /// @param survey    looks at this machine
    /// @param repairs   of this machine
    /// @param place     where models compute; null before the first `up`
    /// @param cluster   the provider of a kind
    /// @param namespace where Ollama is in a cluster
    /// @param engine    that runs models
    /// @param ownLog    lines of the log of an Ollama that this home started; none where it did not
    /// @param record    what is kept of a model
    /// @param podLimit  how long a pod may take that tries the devices
    public record Sources(
            Supplier<GpuFacts> survey,
            HostRepairs repairs,
            @Nullable ServingPlace place,
            Function<ClusterKind, ClusterProvider> cluster,
            String namespace,
            Supplier<ModelEngine> engine,
            Supplier<List<String>> ownLog,
            Function<String, Optional<ModelRecord>> record,
            Duration podLimit) {}

    /// Nothing is looked at yet.
    public LiveEvidence(Sources sources) {
        this.sources = sources;
    }

    private GpuFacts facts() {
        GpuFacts seen = facts;
        if (seen == null) {
            seen = sources.survey().get();
            facts = seen;
        }
        return seen;
    }

    @Override
    public List<Gpu> gpus() {
        return facts().gpus();
    }

    @Override
    public @Nullable GpuDriver driver() {
        return facts().driver();
    }

    @Override
    public List<DriverLibraryFault> faults() {
        return facts().faults();
    }

    @Override
    public NvmlAnswer nvml() {
        return NvmlWords.of(facts());
    }

    @Override
    public HostRepairs repairs() {
        return sources.repairs();
    }

    @Override
    public @Nullable ServingPlace place() {
        return sources.place();
    }

    private ClusterProvider cluster() {
        ServingPlace place = Objects.requireNonNull(sources.place(), "asked of a cluster only");
        return sources.cluster().apply(place.cluster());
    }

    private KubernetesApi kube() {
        return cluster().kube();
    }

    @Override
    public NodeGpus node() {
        NodeGpus seen = node;
        if (seen == null) {
            seen = cluster().gpus();
            node = seen;
        }
        return seen;
    }

    @Override
    public Optional<String> runtimeHandler() {
        return ExtendedResource.runtimeHandler(kube(), CLASS);
    }

    @Override
    public OpenedDevices openInPod() {
        ServingPlace place = Objects.requireNonNull(sources.place(), "asked of a cluster only");
        List<String> paths = USUAL;
        if (place.ownNode() && node().known()) {
            paths = Stream.concat(
                            node().devices().stream().map(DeviceNode::path),
                            node().libraries().stream()
                                    .map(library -> LIBRARIES + library.soname())
                                    .filter(file -> file.endsWith("libcuda.so.1")))
                    .toList();
        }
        DeviceTrial.Outcome outcome = new DeviceTrial(kube(), sources.namespace())
                .run(ClusterProvider.MODEL_SERVICE, CLASS, paths, sources.podLimit());
        return new OpenedDevices(outcome.ran(), outcome.failed(), outcome.opened(), outcome.why());
    }

    @Override
    public GpuCount count() {
        ExtendedResource count = ExtendedResource.look(kube(), COUNTED, PLUGIN);
        return new GpuCount(count.wanted(), count.allocatable());
    }

    @Override
    public List<String> engineLog() {
        ServingPlace place = sources.place();
        if (place == null || !place.inPod()) {
            return sources.ownLog().get();
        }
        List<String> lines = new ArrayList<>();
        kube().logs(sources.namespace(), WORKLOAD, LOG_LINES, false, lines::add);
        return lines;
    }

    @Override
    public List<ResidentModel> resident() {
        List<ResidentModel> seen = resident;
        if (seen == null) {
            seen = sources.engine().get().resident();
            resident = seen;
        }
        return seen;
    }

    @Override
    public OptionalDouble generationRate(ResidentModel model) {
        try {
            return GenerationRate.measure(sources.engine().get(), model);
        } catch (RequestRefused _) {
            // It embeds, and writes nothing.
            return OptionalDouble.empty();
        }
    }

    @Override
    public OptionalDouble processorRate(String model) {
        return sources.record()
                .apply(model)
                .flatMap(record -> record.benchmarks().stream()
                        .filter(result -> result.engine().equals(PROCESSORS) && result.concurrency() == 1)
                        .max(Comparator.comparing(BenchmarkResult::at)))
                .map(result -> OptionalDouble.of(result.generationRate()))
                .orElse(OptionalDouble.empty());
    }

    @Override
    public void forget() {
        facts = null;
        node = null;
        resident = null;
    }
}
