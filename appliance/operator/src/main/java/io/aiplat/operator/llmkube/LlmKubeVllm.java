package io.aiplat.operator.llmkube;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a service of LLMKube tells vLLM (https://docs.vllm.ai/en/latest/configuration/engine_args.html).
///
/// @param maxModelLen          tokens that it sees at once
/// @param tensorParallelSize   GPUs that each layer is split over; those of a copy where it is not said
/// @param dtype                type of the weights
/// @param quantization         of the weights
/// @param kvCacheDtype         type of the cache
/// @param kvCacheCustomDtype   the same, of an image that knows more of them; counts first
/// @param gpuMemoryUtilization share of a GPU's memory that it takes
/// @param maxNumBatchedTokens  tokens that it computes at once
/// @param cpuOffloadGB         GB of weights for each GPU that stay in the memory of the machine
/// @param enablePrefixCaching  whether beginnings of prompts are kept
/// @param enableChunkedPrefill whether long prompts are computed in parts
/// @param enableExpertParallel whether experts are spread over GPUs
/// @param attentionBackend     how attention is computed
/// @param hfTokenSecretRef     token for Hugging Face; the secret `hf-token` where it is not said
/// @param speculative          guessing ahead with a second model; not had here, and answers are the same without
public record LlmKubeVllm(
        @Nullable Integer maxModelLen,
        @Nullable Integer tensorParallelSize,
        @Nullable String dtype,
        @Nullable String quantization,
        @Nullable String kvCacheDtype,
        @Nullable String kvCacheCustomDtype,
        @Nullable Double gpuMemoryUtilization,
        @Nullable Integer maxNumBatchedTokens,
        @Nullable Integer cpuOffloadGB,
        @Nullable Boolean enablePrefixCaching,
        @Nullable Boolean enableChunkedPrefill,
        @Nullable Boolean enableExpertParallel,
        @Nullable String attentionBackend,
        @Nullable SecretKeySelector hfTokenSecretRef,
        @Nullable JsonNode speculative) {
    /// Its arguments.
    ///
    /// @param gpus of a copy
    List<String> arguments(int gpus) {
        List<String> all = new ArrayList<>();
        add(all, "--tensor-parallel-size", tensorParallelSize == null ? Integer.valueOf(gpus) : tensorParallelSize);
        add(all, "--max-model-len", maxModelLen);
        add(all, "--dtype", dtype);
        add(all, "--quantization", quantization);
        add(all, "--kv-cache-dtype", kvCacheCustomDtype == null ? kvCacheDtype : kvCacheCustomDtype);
        add(all, "--gpu-memory-utilization", gpuMemoryUtilization);
        add(all, "--max-num-batched-tokens", maxNumBatchedTokens);
        add(all, "--cpu-offload-gb", cpuOffloadGB);
        flag(all, "--enable-prefix-caching", enablePrefixCaching);
        flag(all, "--enable-chunked-prefill", enableChunkedPrefill);
        flag(all, "--enable-expert-parallel", enableExpertParallel);
        add(all, "--attention-backend", attentionBackend == null ? null : attentionBackend.toUpperCase(Locale.ROOT));
        return all;
    }

    /// Its variables.
    List<EnvVar> environment() {
        return hfTokenSecretRef == null
                ? List.of()
                : List.of(new EnvVarBuilder()
                        .withName("HF_TOKEN")
                        .withNewValueFrom()
                        .withSecretKeyRef(hfTokenSecretRef)
                        .endValueFrom()
                        .build());
    }

    private static void add(List<String> all, String name, @Nullable Object value) {
        if (value != null) {
            all.add(name);
            all.add(value.toString());
        }
    }

    private static void flag(List<String> all, String name, @Nullable Boolean wanted) {
        if (Boolean.TRUE.equals(wanted)) {
            all.add(name);
        }
    }
}
