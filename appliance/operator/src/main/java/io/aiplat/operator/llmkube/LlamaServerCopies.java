package io.aiplat.operator.llmkube;

import io.aiplat.operator.desired.ContainerWorkload;
import io.aiplat.operator.desired.InferenceServer;
import io.aiplat.operator.reconciler.KindReconciler;
import io.aiplat.operator.vllm.VllmServer;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpec;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpecBuilder;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Copies of llama.cpp's own server for an [LlmKubeService], as a user that is not root
/// (https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md).
///
/// @param service      that they are for
/// @param model        that they serve
/// @param runtimeClass of pods on GPUs where the service names none; null for the usual
record LlamaServerCopies(
        LlmKubeService service,
        LlmKubeModel model,
        @Nullable String runtimeClass) {
    /// As a status calls what serves.
    static final String NAME = "llama-server";

    private static final int PORT = 8080;
    private static final String IMAGE = "ghcr.io/ggml-org/llama.cpp:server";
    private static final String CACHE = "/cache";
    private static final String GPU = "nvidia.com/gpu";
    /// What LLMKube's number of copies follows where nothing is said, and how much of it in each.
    private static final String REQUESTS = "llamacpp:requests_processing";

    private static final String USUAL_REQUESTS = "2";
    private static final String CPU = "cpu";
    private static final String MEMORY = "memory";
    private static final String DISK = "ephemeral-storage";
    /// Any but root's.
    private static final long USER = 11_435;
    /// Seconds: a large model comes over a slow line once, and is loaded then.
    private static final int PATIENCE = 4 * 60 * 60;

    private LlmKubeServiceSpec spec() {
        return service.getSpec();
    }

    /// Whether an image is that of llama.cpp's makers.
    static boolean isUsual(@Nullable String image) {
        return image == null || image.startsWith(IMAGE);
    }

    /// GPUs that each copy takes.
    static int gpus(LlmKubeServiceSpec spec, LlmKubeModelSpec model) {
        LlmKubeServiceSpec.Resources resources = spec.resources();
        return resources != null && resources.gpu() != null ? resources.gpu() : model.gpus();
    }

    /// Where the copies for a service answer.
    static String endpoint(LlmKubeService service) {
        return "http://" + VllmServer.label(service.getMetadata().getName()) + "."
                + service.getMetadata().getNamespace() + ".svc.cluster.local:" + port(service.getSpec());
    }

    private static int port(LlmKubeServiceSpec spec) {
        Integer said = spec.endpoint() == null ? null : spec.endpoint().port();
        return said != null ? said : Objects.requireNonNullElse(spec.containerPort(), PORT);
    }

    /// As one server with a route.
    InferenceServer server() {
        String name = service.getMetadata().getName();
        int gpus = gpus(spec(), model.getSpec());
        ModelOfFile file = ModelOfFile.of(model);
        List<String> args = new ArrayList<>(
                List.of("--host", "0.0.0.0", "--port", Integer.toString(port(spec())), "--alias", name));
        args.addAll(file.arguments());
        args.addAll(LlamaServerArguments.of(spec(), model.getSpec().hardware(), gpus));
        ContainerWorkload.Container container = new ContainerWorkload.Container(
                spec().image() == null ? (gpus > 0 ? IMAGE + "-cuda" : IMAGE) : spec().image(),
                null,
                port(spec()),
                resources(spec().resources(), gpus),
                security(),
                environment(),
                List.of(),
                Objects.requireNonNullElse(spec().nodeSelector(), Map.of()),
                tolerations(gpus),
                new ContainerWorkload.Startup(
                        List.of(),
                        args,
                        Map.of(CACHE, new Quantity(cache())),
                        file.claims(),
                        "/health",
                        PATIENCE,
                        spec().runtimeClassName() != null
                                ? spec().runtimeClassName()
                                : gpus > 0 ? runtimeClass : null));
        return new InferenceServer(
                name,
                new ContainerWorkload(
                        VllmServer.label(name),
                        container,
                        replicas(spec()),
                        scaling(spec().autoscaling()),
                        KindReconciler.fits(service),
                        null,
                        KindReconciler.owner(service)),
                URI.create(endpoint(service) + "/v1"));
    }

    /// Copies that there are to be; those of one that is scaled at the start.
    static int replicas(LlmKubeServiceSpec spec) {
        return Boolean.TRUE.equals(spec.suspend()) ? 0 : Objects.requireNonNullElse(spec.replicas(), 1);
    }

    private ContainerWorkload.@Nullable Scaling scaling(LlmKubeServiceSpec.@Nullable Autoscaling written) {
        if (written == null || replicas(spec()) == 0) {
            return null;
        }
        int min = Objects.requireNonNullElse(written.minReplicas(), 1);
        List<LlmKubeServiceSpec.Metric> said =
                written.metrics() == null || written.metrics().isEmpty()
                        ? List.of(new LlmKubeServiceSpec.Metric("Pods", REQUESTS, USUAL_REQUESTS, null))
                        : written.metrics();
        return new ContainerWorkload.Scaling(
                min,
                Math.max(min, written.maxReplicas()),
                said.stream().map(LlamaServerCopies::metric).toList(),
                byRequests(said));
    }

    /// Where the cluster measures nothing, the gateway counts what LLMKube has measured by itself.
    private static ContainerWorkload.ByRequests byRequests(List<LlmKubeServiceSpec.Metric> metrics) {
        return metrics.stream()
                .filter(each -> each.name().equals(REQUESTS) && each.targetAverageValue() != null)
                .map(each -> new Quantity(each.targetAverageValue())
                        .getNumericalAmount()
                        .intValue())
                .filter(target -> target >= 1)
                .map(target -> new ContainerWorkload.ByRequests(target, ContainerWorkload.ByRequests.USUAL.idle()))
                .findFirst()
                .orElse(ContainerWorkload.ByRequests.USUAL);
    }

    private static MetricSpec metric(LlmKubeServiceSpec.Metric metric) {
        return metric.type().equals("Pods")
                ? ofPods(metric.name(), Objects.requireNonNullElse(metric.targetAverageValue(), USUAL_REQUESTS))
                : new MetricSpecBuilder()
                        .withType("Resource")
                        .withNewResource()
                        .withName(metric.name())
                        .withNewTarget()
                        .withType("Utilization")
                        .withAverageUtilization(metric.targetAverageUtilization())
                        .endTarget()
                        .endResource()
                        .build();
    }

    private static MetricSpec ofPods(String name, String value) {
        return new MetricSpecBuilder()
                .withType("Pods")
                .withNewPods()
                .withNewMetric()
                .withName(name)
                .endMetric()
                .withNewTarget()
                .withType("AverageValue")
                .withAverageValue(new Quantity(value))
                .endTarget()
                .endPods()
                .build();
    }

    private String cache() {
        LlmKubeServiceSpec.Resources resources = spec().resources();
        return resources == null || resources.ephemeralStorage() == null
                ? VllmServer.CACHE
                : resources.ephemeralStorage();
    }

    private SecurityContext security() {
        SecurityContext said = spec().securityContext();
        return said == null || said.getRunAsUser() == null
                ? new SecurityContextBuilder(said == null ? new SecurityContext() : said)
                        .withRunAsUser(USER)
                        .build()
                : said;
    }

    /// Resources of each copy, of llama.cpp or of vLLM.
    ///
    /// @param written as the service says it
    ResourceRequirements resources(LlmKubeServiceSpec.@Nullable Resources written, int gpus) {
        ResourceRequirementsBuilder all = new ResourceRequirementsBuilder();
        if (gpus > 0) {
            all.addToLimits(gpuResource(written), new Quantity(Integer.toString(gpus)));
        }
        if (written != null) {
            String memory = written.hostMemory() == null ? written.memory() : written.hostMemory();
            add(all, CPU, written.cpu(), false);
            add(all, MEMORY, memory, false);
            add(all, DISK, written.ephemeralStorage(), true);
        }
        return all.build();
    }

    private static void add(ResourceRequirementsBuilder all, String name, @Nullable String amount, boolean limited) {
        if (amount != null) {
            all.addToRequests(name, new Quantity(amount));
            if (limited) {
                all.addToLimits(name, new Quantity(amount));
            }
        }
    }

    private String gpuResource(LlmKubeServiceSpec.@Nullable Resources written) {
        LlmKubeServiceSpec.GpuSharing sharing = written == null ? null : written.gpuSharing();
        if (sharing != null && "partitioned".equals(sharing.mode()) && sharing.profile() != null) {
            return "nvidia.com/mig-" + sharing.profile();
        }
        LlmKubeModelSpec.Gpu gpu = gpu();
        return gpu == null || gpu.resourceName() == null ? GPU : gpu.resourceName();
    }

    private LlmKubeModelSpec.@Nullable Gpu gpu() {
        LlmKubeModelSpec.Hardware hardware = model.getSpec().hardware();
        return hardware == null ? null : hardware.gpu();
    }

    /// Nodes with GPUs often have a taint that is called like these.
    List<Toleration> tolerations(int gpus) {
        List<Toleration> all = new ArrayList<>(Objects.requireNonNullElse(spec().tolerations(), List.of()));
        if (gpus > 0) {
            LlmKubeModelSpec.Gpu gpu = gpu();
            String taint =
                    gpu != null && gpu.tolerationKey() != null ? gpu.tolerationKey() : gpuResource(spec().resources());
            all.add(new TolerationBuilder()
                    .withKey(taint)
                    .withOperator("Exists")
                    .withEffect("NoSchedule")
                    .build());
        }
        return all;
    }

    private List<EnvVar> environment() {
        List<EnvVar> said = Objects.requireNonNullElse(spec().env(), List.of());
        List<EnvVar> all = new ArrayList<>();
        all.add(new EnvVar("HOME", CACHE, null));
        all.add(new EnvVar("LLAMA_CACHE", CACHE, null));
        all.add(new EnvVarBuilder()
                .withName("HF_TOKEN")
                .withNewValueFrom()
                .withNewSecretKeyRef("token", "hf-token", true)
                .endValueFrom()
                .build());
        all.removeIf(each -> said.stream().anyMatch(other -> other.getName().equals(each.getName())));
        all.addAll(said);
        return all;
    }
}
