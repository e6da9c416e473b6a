package io.aiplat.operator.vllm;

import io.aiplat.operator.desired.ContainerWorkload;
import io.aiplat.operator.desired.InferenceServer;
import io.aiplat.operator.reconciler.KindReconciler;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpecBuilder;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// vLLM's server in a container: what it is told, and where it may write, as a user that is not root
/// (https://docs.vllm.ai/en/latest/serving/openai_compatible_server.html).
///
/// @param model        name at Hugging Face
/// @param image        that it runs
/// @param command      program of the image; empty for its entry point
/// @param resources    of each copy
/// @param cache        most that the files of the model take, such as `100Gi`
/// @param shared       most that the memory shared by its processes takes, such as `8Gi`
/// @param args         besides the model, its name, and the port
/// @param env          besides
/// @param nodeSelector labels that its node must have
/// @param tolerations  taints that its node may have
public record VllmServer(
        String model,
        String image,
        List<String> command,
        ResourceRequirements resources,
        String cache,
        String shared,
        List<String> args,
        List<EnvVar> env,
        Map<String, String> nodeSelector,
        List<Toleration> tolerations) {
    /// Image with vLLM's server as its entry point, the one that AWS's platform names.
    public static final String IMAGE = "vllm/vllm-openai:v0.24.0";

    /// Most that the files of a model take, where nothing is said.
    public static final String CACHE = "100Gi";

    /// Most that the memory shared by its processes takes, where nothing is said.
    public static final String SHARED = "8Gi";

    private static final int PORT = 8000;
    private static final int LABEL = 63;
    private static final String GPU = "nvidia.com/gpu";
    /// Requests that wait in each copy, beyond which one copy more is wanted.
    private static final Quantity WAITING = new Quantity("2");
    private static final String HOME = "/cache";
    /// Seconds: a large model comes over a slow line once, and is loaded then.
    private static final int PATIENCE = 4 * 60 * 60;
    /// Any but root's: the image knows no other.
    private static final long USER = 10_001;

    public VllmServer {
        command = List.copyOf(command);
        args = List.copyOf(args);
        env = List.copyOf(env);
        nodeSelector = Map.copyOf(nodeSelector);
        tolerations = List.copyOf(tolerations);
    }

    /// Where the copies for a resource of that name answer.
    public static String endpoint(String namespace, String name) {
        return "http://" + label(name) + "." + namespace + ".svc.cluster.local:" + PORT;
    }

    /// Name of the objects of a resource: a service's has no dots, begins with a letter, and is not longer than 63
    /// characters (https://www.rfc-editor.org/rfc/rfc1035), where a resource's may be otherwise.
    public static String label(String name) {
        String plain = name.replace('.', '-');
        String begun = Character.isDigit(plain.charAt(0)) ? "m-" + plain : plain;
        return begun.length() <= LABEL ? begun : begun.substring(0, LABEL).replaceFirst("-+$", "");
    }

    /// Resources of a copy on GPUs.
    ///
    /// @param cpu    that it requests
    /// @param memory that it requests and is limited to
    public static ResourceRequirements resources(String cpu, String memory, int gpus) {
        return new ResourceRequirementsBuilder()
                .addToRequests("cpu", new Quantity(cpu))
                .addToRequests("memory", new Quantity(memory))
                .addToLimits("memory", new Quantity(memory))
                .addToLimits(GPU, new Quantity(Integer.toString(gpus)))
                .build();
    }

    /// Resources of a copy on GPUs of which nothing else is said.
    public static ResourceRequirements resources(int gpus) {
        return new ResourceRequirementsBuilder()
                .addToLimits(GPU, new Quantity(Integer.toString(gpus)))
                .build();
    }

    /// Arguments by which a model is split over GPUs and sees so much at once.
    ///
    /// @param tensor   GPUs that each layer is split over
    /// @param pipeline GPUs that the layers are dealt out to
    /// @param length   tokens
    public static List<String> shape(int tensor, int pipeline, int length) {
        return List.of(
                "--tensor-parallel-size",
                Integer.toString(tensor),
                "--pipeline-parallel-size",
                Integer.toString(pipeline),
                "--max-model-len",
                Integer.toString(length));
    }

    /// Bounds of the number of copies, between which it follows the requests that wait in each
    /// (https://docs.vllm.ai/en/latest/usage/metrics.html).
    ///
    /// @return null for a fixed number
    public static ContainerWorkload.@Nullable Scaling scaling(int min, int max) {
        return scaling(min, max, ContainerWorkload.ByRequests.USUAL);
    }

    /// The same, and how it follows the requests at the gateway where the cluster does not measure.
    ///
    /// @param min 0 for none as long as nobody asks
    /// @return null for a fixed number
    public static ContainerWorkload.@Nullable Scaling scaling(int min, int max, ContainerWorkload.ByRequests requests) {
        return min == max
                ? null
                : new ContainerWorkload.Scaling(
                        min,
                        max,
                        List.of(new MetricSpecBuilder()
                                .withType("Pods")
                                .withNewPods()
                                .withNewMetric()
                                .withName("vllm:num_requests_waiting")
                                .endMetric()
                                .withNewTarget()
                                .withType("AverageValue")
                                .withAverageValue(WAITING)
                                .endTarget()
                                .endPods()
                                .build()),
                        requests);
    }

    /// Copies of it under the name of a resource.
    ///
    /// @param replicas     at the start
    /// @param scaling      null for a fixed number
    /// @param runtimeClass of their pods; null for the usual
    InferenceServer copies(
            HasMetadata resource,
            int replicas,
            ContainerWorkload.@Nullable Scaling scaling,
            @Nullable String runtimeClass) {
        String name = resource.getMetadata().getName();
        ContainerWorkload.Container container = new ContainerWorkload.Container(
                image,
                null,
                PORT,
                resources,
                new SecurityContextBuilder().withRunAsUser(USER).build(),
                environment(),
                List.of(),
                nodeSelector,
                tolerations,
                new ContainerWorkload.Startup(
                        command,
                        arguments(name),
                        Map.of(HOME, new Quantity(cache), "/dev/shm", new Quantity(shared)),
                        "/health",
                        PATIENCE,
                        runtimeClass));
        return new InferenceServer(
                name,
                new ContainerWorkload(
                        label(name),
                        container,
                        replicas,
                        scaling,
                        KindReconciler.fits(resource),
                        null,
                        KindReconciler.owner(resource)),
                URI.create(endpoint(resource.getMetadata().getNamespace(), name) + "/v1"));
    }

    /// What comes last holds.
    private List<String> arguments(String name) {
        List<String> all = new ArrayList<>(List.of(
                "--model", model, "--served-model-name", name, "--host", "0.0.0.0", "--port", Integer.toString(PORT)));
        all.addAll(args);
        return all;
    }

    private List<EnvVar> environment() {
        List<EnvVar> all = new ArrayList<>();
        all.add(new EnvVar("HOME", HOME, null));
        // Python asks for the name of a user that the image does not have.
        all.add(new EnvVar("USER", "vllm", null));
        all.add(new EnvVar("HF_HOME", HOME + "/huggingface", null));
        all.add(new EnvVar("VLLM_NO_USAGE_STATS", "1", null));
        all.add(new EnvVarBuilder()
                .withName("HF_TOKEN")
                .withNewValueFrom()
                .withNewSecretKeyRef("token", "hf-token", true)
                .endValueFrom()
                .build());
        all.removeIf(each -> env.stream().anyMatch(other -> other.getName().equals(each.getName())));
        all.addAll(env);
        return all;
    }
}
