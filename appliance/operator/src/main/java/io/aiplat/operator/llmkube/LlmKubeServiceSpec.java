package io.aiplat.operator.llmkube;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.model.annotation.SpecReplicas;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Specification of an [LlmKubeService]. Ollama serves it, unless it asks for GPUs that nodes offer or for what only
/// llama.cpp's own server knows (*copies* below): then copies of that server do. What changes nothing is named in the
/// condition `Ready`.
///
/// @param modelRef               name of the Model that it serves
/// @param runtime                `llamacpp`, which is the usual, or `vllm`; others are refused
/// @param replicas               copies, 0 to 10; more than one means copies, and 0 that nothing is served
/// @param suspend                whether nothing is served for now
/// @param autoscaling            how their number follows what is measured; means copies
/// @param image                  of copies; one that is not llama.cpp's own means copies
/// @param resources              of each copy; GPUs that nodes offer mean copies
/// @param endpoint               of copies: their port. Clients reach it by its name at the gateway
/// @param contextSize            tokens that it sees at once
/// @param parallelSlots          requests at once of each copy
/// @param flashAttention         whether copies compute with flash attention
/// @param jinja                  whether copies read templates of chats as Jinja; Ollama has its own
/// @param cacheTypeK             type of the cache's keys, such as `q8_0`; means copies
/// @param cacheTypeV             type of the cache's values; means copies
/// @param cacheTypeCustomK       the same, of an image that knows more of them; means copies
/// @param cacheTypeCustomV       the same for values; means copies
/// @param mode                   `chat`, `embedding`, or `rerank`, which means copies
/// @param batchSize              tokens of a batch of copies
/// @param uBatchSize             tokens that copies compute at once
/// @param moeCPUOffload          whether experts of copies stay in the memory of the machine
/// @param moeCPULayers           layers whose experts do
/// @param noKvOffload            whether the cache of copies does
/// @param noWarmup               whether copies answer before they have computed once
/// @param tensorOverrides        places of tensors of copies
/// @param metadataOverrides      what of the file's header is to be otherwise; means copies
/// @param ropeScaling            how a longer context is reached; means copies
/// @param reasoningBudget        most tokens of thinking; means copies
/// @param reasoningBudgetMessage what ends it; means copies
/// @param speculativeDecoding how copies guess ahead, without a second model; one with a second model is not had here
/// @param extraArgs              further arguments of copies; means copies
/// @param env                    variables of copies
/// @param nodeSelector           labels that a node of copies must have
/// @param tolerations            taints that it may have
/// @param runtimeClassName       of pods of copies
/// @param securityContext        what of the hardened security context of copies is to be otherwise
/// @param containerPort          port of copies, where the endpoint says none
/// @param vllmConfig             of copies of vLLM
/// @param skipModelInit          whether copies fetch the file themselves; here they always do
/// @param bindAddress            address that copies listen on; here all
/// @param modelCache             where LLMKube keeps files; a copy here fetches its own
/// @param args                   of the runtime `generic`; not used here
/// @param command                of the runtime `generic`; not used here
/// @param probeOverrides         other probes; not used here
/// @param affinity               of pods; not used here
/// @param topologySpreadConstraints of pods; not used here
/// @param podAnnotations         of pods; not used here
/// @param podLabels              of pods; not used here
/// @param podSecurityContext     of pods; not used here
/// @param imagePullSecrets       secrets of registries; not used here
/// @param extraVolumes           of pods; not used here
/// @param extraVolumeMounts      of pods; not used here
/// @param priority               who gets GPUs first; not used here
/// @param priorityClassName      the same; not used here
/// @param evictionProtection     of processes on a Mac; not used here
/// @param disruption             annotations against other tools; not used here
/// @param rolloutPolicy          whether an update waits for idle copies; not used here
/// @param revisionHistoryLimit   old versions that are kept; not used here
/// @param maxPodLifetimeSeconds  when a pod is replaced; not used here
/// @param maxPodLifetimeIdleTimeoutSeconds how long that waits; not used here
/// @param slo                    objectives for Pyrra; not used here
/// @param hotCacheMaxSize        of oMLX on a Mac; not used here
/// @param pagedSSDCacheDir       of oMLX on a Mac; not used here
/// @param pagedSSDCacheMaxSize   of oMLX on a Mac; not used here
/// @param turboQuantBits         of oMLX on a Mac; not used here
/// @param personaPlexConfig      of a runtime that is not had here
/// @param sglangConfig           of a runtime that is not had here
/// @param tgiConfig              of a runtime that is not had here
@ValidationRule(
        value = "!has(self.mode) || self.mode in ['chat', 'embedding', 'rerank']",
        fieldPath = ".mode",
        message = "spec.mode is chat, embedding or rerank")
@ValidationRule(
        value = "!has(self.autoscaling) || !has(self.autoscaling.minReplicas)"
                + " || self.autoscaling.minReplicas <= self.autoscaling.maxReplicas",
        fieldPath = ".autoscaling.minReplicas",
        message = "spec.autoscaling.minReplicas is at most maxReplicas")
public record LlmKubeServiceSpec(
        @Required @Size(min = 1, max = 253) String modelRef,
        @Size(max = 63) @Nullable String runtime,
        @SpecReplicas @Min(0) @Max(10) @Nullable Integer replicas,
        @Nullable Boolean suspend,
        @Nullable Autoscaling autoscaling,
        @Nullable String image,
        @Nullable Resources resources,
        @Nullable Endpoint endpoint,
        @Min(128) @Max(2097152) @Nullable Integer contextSize,
        @Min(1) @Max(64) @Nullable Integer parallelSlots,
        @Nullable Boolean flashAttention,
        @Nullable Boolean jinja,
        @Nullable String cacheTypeK,
        @Nullable String cacheTypeV,
        @Nullable String cacheTypeCustomK,
        @Nullable String cacheTypeCustomV,
        @Size(max = 63) @Nullable String mode,
        @Min(1) @Max(16384) @Nullable Integer batchSize,
        @Min(1) @Nullable Integer uBatchSize,
        @Nullable Boolean moeCPUOffload,
        @Min(0) @Nullable Integer moeCPULayers,
        @Nullable Boolean noKvOffload,
        @Nullable Boolean noWarmup,
        @Nullable List<String> tensorOverrides,
        @Nullable List<String> metadataOverrides,
        @Nullable RopeScaling ropeScaling,
        @Min(0) @Nullable Integer reasoningBudget,
        @Nullable String reasoningBudgetMessage,
        @Nullable SpeculativeDecoding speculativeDecoding,
        @Nullable List<String> extraArgs,
        @Nullable List<EnvVar> env,
        @Nullable Map<String, String> nodeSelector,
        @Nullable List<Toleration> tolerations,
        @Nullable String runtimeClassName,
        @Nullable SecurityContext securityContext,
        @Min(1) @Max(65535) @Nullable Integer containerPort,
        @Nullable LlmKubeVllm vllmConfig,
        @Nullable Boolean skipModelInit,
        @Nullable String bindAddress,
        @Nullable JsonNode modelCache,
        @Nullable List<String> args,
        @Nullable List<String> command,
        @Nullable JsonNode probeOverrides,
        @Nullable JsonNode affinity,
        @Nullable JsonNode topologySpreadConstraints,
        @Nullable JsonNode podAnnotations,
        @Nullable JsonNode podLabels,
        @Nullable JsonNode podSecurityContext,
        @Nullable JsonNode imagePullSecrets,
        @Nullable JsonNode extraVolumes,
        @Nullable JsonNode extraVolumeMounts,
        @Nullable String priority,
        @Nullable String priorityClassName,
        @Nullable Boolean evictionProtection,
        @Nullable JsonNode disruption,
        @Nullable JsonNode rolloutPolicy,
        @Nullable Integer revisionHistoryLimit,
        @Nullable Long maxPodLifetimeSeconds,
        @Nullable Long maxPodLifetimeIdleTimeoutSeconds,
        @Nullable JsonNode slo,
        @Nullable String hotCacheMaxSize,
        @Nullable String pagedSSDCacheDir,
        @Nullable String pagedSSDCacheMaxSize,
        @Nullable Integer turboQuantBits,
        @Nullable JsonNode personaPlexConfig,
        @Nullable JsonNode sglangConfig,
        @Nullable JsonNode tgiConfig) {
    /// How the number of copies follows what is measured.
    ///
    /// @param minReplicas at least 1
    /// @param maxReplicas at most 100
    /// @param metrics     that it follows; requests under way in each copy where none is named
    public record Autoscaling(
            @Min(1) @Max(10) @Nullable Integer minReplicas,
            @Required @Min(1) @Max(100) Integer maxReplicas,
            @Nullable List<Metric> metrics) {}

    /// What the number of copies follows.
    ///
    /// @param type                     `Pods` or `Resource`
    /// @param name                     of the metric
    /// @param targetAverageValue       of each copy, for `Pods`
    /// @param targetAverageUtilization percent of what is requested, for `Resource`
    public record Metric(
            @Required String type,
            @Required String name,
            @Nullable String targetAverageValue,
            @Nullable Integer targetAverageUtilization) {}

    /// Resources of a copy.
    ///
    /// @param cpu              that it requests
    /// @param memory           that it requests
    /// @param hostMemory       the same where weights stay in the memory of the machine; counts first
    /// @param gpu              GPUs that it takes
    /// @param gpuMemory        has no effect in LLMKube either
    /// @param gpuSharing       `mode: partitioned` with a profile of MIG; `shared` is a whole GPU here
    /// @param ephemeralStorage disk that it requests and is limited to, and most that its weights take
    public record Resources(
            @Nullable String cpu,
            @Nullable String memory,
            @Nullable String hostMemory,
            @Min(0) @Max(8) @Nullable Integer gpu,
            @Nullable String gpuMemory,
            @Nullable GpuSharing gpuSharing,
            @Nullable String ephemeralStorage) {}

    /// How a GPU is shared.
    ///
    /// @param mode           `exclusive`, `partitioned`, or `shared`, which is a whole one here
    /// @param profile        of MIG, such as `1g.24gb`
    /// @param memoryLimitGiB for quotas of LLMKube; not used here
    public record GpuSharing(
            @Nullable String mode,
            @Nullable String profile,
            @Nullable Integer memoryLimitGiB) {}

    /// Where copies answer.
    ///
    /// @param port     of their service
    /// @param path     that clients ask; all of OpenAI's are served
    /// @param type     `ClusterIP`; others are reached by the gateway
    /// @param nodePort not used here
    /// @param gateway  for Envoy's gateway; not used here
    public record Endpoint(
            @Min(1) @Max(65535) @Nullable Integer port,
            @Nullable String path,
            @Nullable String type,
            @Nullable Integer nodePort,
            @Nullable JsonNode gateway) {}

    /// How a longer context is reached than a model was trained for.
    ///
    /// @param type            `linear`, `yarn` or `longrope`
    /// @param factor          by which
    /// @param originalContext tokens that it was trained for
    public record RopeScaling(
            @Required String type,
            @Nullable String factor,
            @Nullable Integer originalContext) {}

    /// How copies guess ahead.
    ///
    /// @param type          `ngram-…`, `mtp`, or one with a second model, which is not had here
    /// @param draftModelRef a second model; not had here
    /// @param draftModel    a file of it; not had here
    /// @param nDraftMax     most tokens at once
    /// @param pMin          least probability
    public record SpeculativeDecoding(
            @Required String type,
            @Nullable String draftModelRef,
            @Nullable String draftModel,
            @Nullable Integer nDraftMax,
            @Nullable Double pMin) {}
}
