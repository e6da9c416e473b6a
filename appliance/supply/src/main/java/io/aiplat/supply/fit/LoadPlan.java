package io.aiplat.supply.fit;

import io.aiplat.supply.gguf.GgufHeader;

/// Load plan: how a model is to be loaded.
///
/// @param context   tokens that one request sees at once, 1 or more
/// @param sequences requests that are answered at once, each with a context of its own, 1 or more
/// @param batch     tokens that are computed at once (llama.cpp's `ubatch`), 1 or more
/// @param cache     how keys and values are packed
public record LoadPlan(int context, int sequences, int batch, CacheType cache) {
    /// llama.cpp's own default.
    public static final int USUAL_BATCH = 512;

    /// llama.cpp rounds the cells of a cache up to a multiple of these (`llama_context`: `GGML_PAD(n_ctx, 256)`).
    private static final int STEP = 256;

    public LoadPlan {
        if (context < 1 || sequences < 1 || batch < 1) {
            throw new IllegalArgumentException(
                    sequences + " times " + context + " tokens in batches of " + batch + " is no way to load a model");
        }
    }

    /// For one request at once, with 16 bits for each number of the cache. A model that makes vectors reads a text
    /// at once, or not at all.
    public static LoadPlan of(GgufHeader header, int context) {
        return of(header, context, 1);
    }

    /// For several requests at once.
    public static LoadPlan of(GgufHeader header, int context, int sequences) {
        return new LoadPlan(context, sequences, header.embeds() ? context : USUAL_BATCH, CacheType.F16);
    }

    /// The same with another context.
    public LoadPlan withContext(int tokens) {
        return new LoadPlan(tokens, sequences, batch == context ? tokens : batch, cache);
    }

    /// The same with another cache.
    public LoadPlan withCache(CacheType type) {
        return new LoadPlan(context, sequences, batch, type);
    }

    /// Cells of the cache of one sequence: the context, rounded as llama.cpp rounds it, which is twice where there are
    /// several sequences.
    long cells() {
        return padded(padded((long) context * sequences) / sequences);
    }

    /// Cells of the cache of one sequence in a layer that sees no farther back than a window (`llama_kv_cache_iswa`).
    long cells(long window) {
        return padded(Math.min(cells(), window + batch));
    }

    private static long padded(long cells) {
        return Math.ceilDiv(cells, (long) STEP) * STEP;
    }
}
