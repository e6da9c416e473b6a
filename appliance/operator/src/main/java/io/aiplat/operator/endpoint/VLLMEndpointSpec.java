package io.aiplat.operator.endpoint;

import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Specification of a [VLLMEndpoint]. Where no node offers GPUs, the model is served by Ollama on CPUs, and what is
/// said
/// of pods changes nothing.
///
/// @param model                name at Hugging Face: `ORGANISATION/REPOSITORY`
/// @param gpuCount             GPUs of each copy
/// @param tensorParallelSize   GPUs that each layer is split over; 0 for `gpuCount` over `pipelineParallelSize`
/// @param pipelineParallelSize GPUs that the layers are dealt out to
/// @param shared               whether its GPUs are shared with others; how often each is shared is the node's to say,
///     so this changes nothing
/// @param replicas             copies
/// @param workerMemory         memory of each copy
/// @param workerCpu            CPU of each copy
/// @param maxModelLen          tokens that the model sees at once
/// @param minVramPerGpuGiB     memory that each GPU must have in GiB; the GPUs of one machine are what they are, so
/// this
///     changes nothing
/// @param vllmImage            image whose entry point is vLLM's server
/// @param toolCallParser       parser of the model's tool calls, as `--tool-call-parser` takes it
/// @param extraArgs            arguments of vLLM's server besides
/// @param extraEnv             variables of its container besides
/// @param hfCacheSize          most that the files of the model take
/// @param shmSize              most that the memory shared by its processes takes
@ValidationRule(
        value = "self.model.matches('^[A-Za-z0-9._-]+/[A-Za-z0-9._-]+$')",
        fieldPath = ".model",
        message = "spec.model is a name at Hugging Face such as google/gemma-3-4b-it")
@ValidationRule(
        value = "self.tensorParallelSize == 0 || self.tensorParallelSize * self.pipelineParallelSize == self.gpuCount",
        fieldPath = ".tensorParallelSize",
        message = "spec.tensorParallelSize times spec.pipelineParallelSize is spec.gpuCount")
@ValidationRule(
        value = "self.gpuCount % self.pipelineParallelSize == 0",
        fieldPath = ".pipelineParallelSize",
        message = "spec.pipelineParallelSize divides spec.gpuCount")
public record VLLMEndpointSpec(
        @Required String model,
        @Min(1) @Max(64) @Default("1") @Nullable Integer gpuCount,
        @Min(0) @Default("0") @Nullable Integer tensorParallelSize,
        @Min(1) @Default("1") @Nullable Integer pipelineParallelSize,
        @Default("false") @Nullable Boolean shared,
        @Min(0) @Max(100) @Default("1") @Nullable Integer replicas,
        @Default("12Gi") @Nullable String workerMemory,
        @Default("4") @Nullable String workerCpu,
        @Min(1) @Default("8192") @Nullable Integer maxModelLen,
        @Min(0) @Default("0") @Nullable Integer minVramPerGpuGiB,
        @Default("vllm/vllm-openai:v0.24.0") @Nullable String vllmImage,
        @Nullable String toolCallParser,
        @Nullable List<String> extraArgs,
        @Nullable Map<String, String> extraEnv,
        @Default("100Gi") @Nullable String hfCacheSize,
        @Default("8Gi") @Nullable String shmSize) {}
