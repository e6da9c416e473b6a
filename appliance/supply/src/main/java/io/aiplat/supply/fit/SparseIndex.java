package io.aiplat.supply.fit;

import io.aiplat.supply.gguf.GgufMetadata;
import java.util.Set;

/// Sparse index: what a layer keeps of each token, beside its keys and values, to choose the few that it then looks at
/// (`llama_kv_cache_dsa`, `llama_kv_cache_msa`, `llama_memory_hybrid_idx`).
///
/// @param keys   numbers
/// @param values numbers
record SparseIndex(long keys, long values) {
    static final SparseIndex NONE = new SparseIndex(0, 0);

    private static final String LENGTH = "attention.indexer.key_length";
    private static final String LAYERS = "attention.indexer.types";
    private static final Set<String> ALL_LAYERS = Set.of("deepseek32", "minimax-m3", "qwen4exp");
    /// Where it is said for each layer whether it has one.
    private static final Set<String> SOME_LAYERS = Set.of("glm-dsa", "glm5-next", "hy_v4", "dots3note");

    /// @param latent whether the layer keeps one row for keys and values, and so does its index
    static SparseIndex of(GgufMetadata model, int layer, boolean latent) {
        if (!has(model, layer)) {
            return NONE;
        }
        // Where several tokens are pooled, the pool and its gate lie beside the keys.
        long rows = model.number("attention.indexer.kpool", 0) > 1 ? 3 : 1;
        boolean valued = !latent && model.architecture().equals("minimax-m3");
        return new SparseIndex(rows * model.number(LENGTH, 0), valued ? model.number("attention.value_length", 0) : 0);
    }

    private static boolean has(GgufMetadata model, int layer) {
        if (SOME_LAYERS.contains(model.architecture())) {
            return !model.has(LAYERS) || model.at(LAYERS, layer, 0) != 0;
        }
        boolean dense =
                model.architecture().equals("minimax-m3") && layer < model.number("leading_dense_block_count", 0);
        return ALL_LAYERS.contains(model.architecture()) && !dense;
    }

    /// Whether any layer of a model has one.
    static boolean isIn(GgufMetadata model) {
        boolean known = ALL_LAYERS.contains(model.architecture()) || SOME_LAYERS.contains(model.architecture());
        return known && model.number(LENGTH, 0) > 0;
    }
}
