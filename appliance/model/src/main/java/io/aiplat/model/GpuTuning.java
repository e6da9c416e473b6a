package io.aiplat.model;

import io.aiplat.model.catalog.KvCacheType;
import org.jspecify.annotations.Nullable;

/// Tuning of what runs on GPUs, as far as a person decides it; what is null is as the GPU's profile says.
///
/// @param context        tokens a model of Ollama sees at once, where nobody asks for another number
/// @param parallel       requests that a model of Ollama answers at once
/// @param cache          type of its cache
/// @param flashAttention whether it computes with flash attention
/// @param replicas       pods that may use one GPU at once; 1 for no sharing
/// @param mig            how instances of divided GPUs are counted; null for what the cards show
public record GpuTuning(
        @Nullable Integer context,
        @Nullable Integer parallel,
        @Nullable KvCacheType cache,
        @Nullable Boolean flashAttention,
        @Nullable Integer replicas,
        @Nullable MigStrategy mig) {
    /// Nobody has decided anything.
    public static final GpuTuning USUAL = new GpuTuning(null, null, null, null, null, null);
}
