package io.aiplat.operator.endpoint;

import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/// Specification of an [InferenceEndpoint]. Where no node offers GPUs, the model is served by Ollama on CPUs, and what
/// is said of pods changes nothing. Where KubeRay is, it becomes a RayService, unless the annotation `aiplat.io/ray`
/// is `false`.
///
/// @param model        name at Hugging Face: `ORGANISATION/REPOSITORY`
/// @param gpuCount     GPUs of each copy; its weights are split over them. Ray deals them out to workers on several
/// nodes
///     where no node has as many
/// @param minReplicas  least number of copies; 0 for none as long as nobody asks for five minutes
/// @param maxReplicas  greatest number of copies; between the two it follows the requests that wait in vLLM, where the
///     cluster has the metric `vllm:num_requests_waiting`, and elsewhere those at the gateway, 100 for each copy
/// @param workerMemory memory of each copy
/// @param workerCpu    CPU of each copy
/// @param maxModelLen  tokens that the model sees at once
/// @param rayImage     image that has vLLM in it
@ValidationRule(
        value = "self.model.matches('^[A-Za-z0-9._-]+/[A-Za-z0-9._-]+$')",
        fieldPath = ".model",
        message = "spec.model is a name at Hugging Face such as google/gemma-3-4b-it")
@ValidationRule(
        value = "self.minReplicas <= self.maxReplicas",
        fieldPath = ".minReplicas",
        message = "spec.minReplicas is at most spec.maxReplicas")
public record InferenceEndpointSpec(
        @Required String model,
        @Min(1) @Max(64) @Default("1") @Nullable Integer gpuCount,
        @Min(0) @Max(100) @Default("1") @Nullable Integer minReplicas,
        @Min(1) @Max(100) @Default("4") @Nullable Integer maxReplicas,
        @Default("24Gi") @Nullable String workerMemory,
        @Default("4") @Nullable String workerCpu,
        @Min(1) @Default("8192") @Nullable Integer maxModelLen,

        @Default("anyscale/ray-llm:2.53.0-py311-cu128") @Nullable
        String rayImage) {}
