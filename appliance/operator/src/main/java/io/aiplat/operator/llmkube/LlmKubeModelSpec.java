package io.aiplat.operator.llmkube;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Specification of an [LlmKubeModel].
///
/// @param source              where its file is: `https://`, `http://`, `hf://ORGANISATION/REPOSITORY/FILE`, a path or
///     `file://` of the machine aiplat runs on, or `pvc://CLAIM/PATH`; `s3://` is not read here. With the format
///     `safetensors` a repository of Hugging Face
/// @param format              `gguf`, which is the usual, or `safetensors` for services with the runtime `vllm`; no
///     others are served here
/// @param files               files of a repository; the first is the model
/// @param mmproj              projector of a repository; the one that lies there comes by itself
/// @param sha256              64 hexadecimal digits that the file must have; a model with another is not served
/// @param quantization        what its weights are; the file says so itself, so this changes nothing
/// @param hardware            what it is to run on
/// @param resources           of what loads it; the services say what they need, so this changes nothing
/// @param prefetch whether its file is fetched before a service asks for it; here it always is, unless it is for
///     GPUs, whose servers fetch it themselves
/// @param prefetchTolerations of pods that would fetch it; none does here
/// @param refreshPolicy       `IfNotPresent`, or `OnChange`, which is not looked for here
/// @param sourceSecretRef     keys of a bucket; none is read here
@ValidationRule(
        value = "self.source.matches('^(https?|file|pvc|hf|s3)://.+$|^/[^ ]+$|^[a-zA-Z0-9][a-zA-Z0-9_./-]+$')",
        fieldPath = ".source",
        message = "spec.source is an address (https, http, hf, file, pvc), a path, or a repository of Hugging Face")
@ValidationRule(
        value = "!has(self.format) || self.format in ['gguf', 'mlx', 'safetensors', 'pytorch', 'custom']",
        fieldPath = ".format",
        message = "spec.format is gguf, mlx, safetensors, pytorch or custom")
@ValidationRule(
        value = "!has(self.sha256) || self.sha256.matches('^[a-fA-F0-9]{64}$')",
        fieldPath = ".sha256",
        message = "spec.sha256 has 64 hexadecimal digits")
public record LlmKubeModelSpec(
        @Required @Size(max = 2048) String source,
        @Size(max = 63) @Nullable String format,
        @Nullable List<String> files,
        @Nullable String mmproj,
        @Size(max = 64) @Nullable String sha256,
        @Nullable String quantization,
        @Nullable Hardware hardware,
        @Nullable JsonNode resources,
        @Nullable Boolean prefetch,
        @Nullable JsonNode prefetchTolerations,
        @Nullable String refreshPolicy,
        @Nullable JsonNode sourceSecretRef) {
    /// What a model is to run on.
    ///
    /// @param accelerator    `cpu`, `cuda`, `rocm`, `vulkan`, `intel` or `metal`; GPUs are those of NVIDIA here
    /// @param gpu            GPUs
    /// @param memoryBudget   most memory of a process on a Mac; not used here
    /// @param memoryFraction the same as a share; not used here
    public record Hardware(
            @Nullable String accelerator,
            @Nullable Gpu gpu,
            @Nullable String memoryBudget,
            @Nullable Double memoryFraction) {}

    /// GPUs of a model.
    ///
    /// @param enabled        whether it is to run on GPUs
    /// @param count          how many each copy of a server takes; of its service `resources.gpu` counts first
    /// @param layers         layers on them; -1 for as many as their memory takes
    /// @param memory         least memory of each; the server sees what it has, so this changes nothing
    /// @param sharding       how several share it
    /// @param vendor         `nvidia`; others are not counted here
    /// @param runtime        what computes on them; the image decides
    /// @param resourceName   another name than `nvidia.com/gpu`
    /// @param resourceClaims claims of devices; not used here
    /// @param tolerationKey  taint of their nodes, if it is not named like the resource
    public record Gpu(
            @Nullable Boolean enabled,
            @Min(0) @Max(8) @Nullable Integer count,
            @Min(-1) @Nullable Integer layers,
            @Nullable String memory,
            @Nullable Sharding sharding,
            @Nullable String vendor,
            @Nullable String runtime,
            @Nullable String resourceName,
            @Nullable JsonNode resourceClaims,
            @Nullable String tolerationKey) {}

    /// How several GPUs share a model.
    ///
    /// @param strategy   `layer`, `row`, `tensor` (which is `row`) or `none`; `pipeline` is `layer`
    /// @param layerSplit layers of each, such as `0-15`; empty for equal parts
    public record Sharding(
            @Nullable String strategy, @Nullable List<String> layerSplit) {}

    /// GPUs that each copy of a server is to take.
    int gpus() {
        Gpu gpu = hardware == null ? null : hardware.gpu;
        if (gpu == null || Boolean.FALSE.equals(gpu.enabled)) {
            return 0;
        }
        return gpu.count != null ? gpu.count : Boolean.TRUE.equals(gpu.enabled) ? 1 : 0;
    }

    /// Its format, in one spelling.
    String formatOrUsual() {
        return format == null ? "gguf" : format;
    }
}
