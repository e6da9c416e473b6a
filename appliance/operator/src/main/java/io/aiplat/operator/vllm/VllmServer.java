package io.aiplat.operator.vllm;

import io.aiplat.operator.desired.ContainerWorkload;
import io.aiplat.operator.desired.ModelServer;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// vLLM's server in a container: what it is told, and where it may write, as a user that is not root
/// (https://docs.vllm.ai/en/latest/serving/openai_compatible_server.html).
///
/// @param model    name at Hugging Face
/// @param image    that it runs
/// @param command  program of the image; empty for its entry point
/// @param gpus     GPUs of each copy
/// @param pipeline GPUs that the layers are dealt out to
/// @param length   tokens that the model sees at once
/// @param cpu      of each copy
/// @param memory   of each copy
/// @param cache    most that the files of the model take
/// @param shared   most that the memory shared by its processes takes
/// @param args     besides
/// @param env      besides
record VllmServer(
        String model,
        String image,
        List<String> command,
        int gpus,
        int pipeline,
        int length,
        String cpu,
        String memory,
        String cache,
        String shared,
        List<String> args,
        Map<String, String> env) {
    private static final int PORT = 8000;
    private static final String GPU = "nvidia.com/gpu";
    private static final String HOME = "/cache";
    /// A large model comes over a slow line once, and is loaded then.
    private static final int PATIENCE = 4 * 60 * 60;
    /// Any but root's: the image knows no other.
    private static final long USER = 10_001;

    /// Where a service of that name answers.
    static String endpoint(String namespace, String name) {
        return "http://" + name + "." + namespace + ".svc.cluster.local:" + PORT;
    }

    /// Copies of it.
    ///
    /// @param replicas     at the start
    /// @param scaling      null for a fixed number
    /// @param runtimeClass of pods with GPUs; null for the usual
    /// @param fits         whether requests that are too large are made smaller
    ModelServer copies(
            String namespace,
            String name,
            int replicas,
            ContainerWorkload.@Nullable Scaling scaling,
            @Nullable String runtimeClass,
            boolean fits,
            OwnerReference owner) {
        ContainerWorkload.Container container = new ContainerWorkload.Container(
                image,
                null,
                PORT,
                new ResourceRequirementsBuilder()
                        .addToRequests("cpu", new Quantity(cpu))
                        .addToRequests("memory", new Quantity(memory))
                        .addToLimits("memory", new Quantity(memory))
                        .addToLimits(GPU, new Quantity(Integer.toString(gpus)))
                        .build(),
                new SecurityContextBuilder().withRunAsUser(USER).build(),
                environment(),
                List.of(),
                Map.of(),
                List.of(),
                new ContainerWorkload.Launch(
                        command,
                        arguments(name),
                        Map.of(HOME, new Quantity(cache), "/dev/shm", new Quantity(shared)),
                        "/health",
                        PATIENCE,
                        runtimeClass));
        return new ModelServer(
                name,
                new ContainerWorkload(name, container, replicas, scaling, fits, null, owner),
                URI.create(endpoint(namespace, name) + "/v1"));
    }

    private List<String> arguments(String name) {
        List<String> all = new ArrayList<>(List.of(
                "--model",
                model,
                "--served-model-name",
                name,
                "--host",
                "0.0.0.0",
                "--port",
                Integer.toString(PORT),
                "--tensor-parallel-size",
                Integer.toString(gpus / pipeline),
                "--pipeline-parallel-size",
                Integer.toString(pipeline),
                "--max-model-len",
                Integer.toString(length)));
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
        all.removeIf(each -> env.containsKey(each.getName()));
        env.forEach((name, value) -> all.add(new EnvVar(name, value, null)));
        return all;
    }
}
