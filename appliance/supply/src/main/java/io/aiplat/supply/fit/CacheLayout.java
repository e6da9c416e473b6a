package io.aiplat.supply.fit;

import io.aiplat.supply.gguf.GgufHeader;
import io.aiplat.supply.gguf.GgufMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What the layers of a model remember of the texts that are read: keys and values of each token (the KV cache), of
/// each token in a window, or a state of fixed size.
///
/// The formulas are llama.cpp's own (`llama_hparams`, `llama_kv_cache`, `llama_kv_cache_iswa`,
/// `llama_memory_recurrent` of October 2026): for each layer, cells times sequences times the rows of its keys and its
/// values, a row being as wide as the heads for keys times the length of one. docs/decisions/fit.md has what that was
/// compared with.
public final class CacheLayout {
    private static final int STATE_BYTES = 4;
    private static final double MOST_BYTES = 1L << 50;
    /// As many as llama.cpp takes (`LLAMA_MAX_LAYERS`).
    private static final int MOST_LAYERS = 512;

    private static final String HEADS = "attention.head_count";
    private static final String KEY_HEADS = "attention.head_count_kv";
    /// These read a text at once and keep nothing.
    private static final Set<String> WITHOUT = Set.of(
            "dream",
            "llada",
            "llada-moe",
            "rnd1",
            "gemma-embedding",
            "eurobert",
            "neo-bert",
            "clip",
            "wavtokenizer-dec");

    private final List<Layer> layers;
    private final long window;

    /// A layer.
    ///
    /// @param keys     numbers of one token's keys
    /// @param values   numbers of its values
    /// @param windowed whether only those of a window are kept
    /// @param state    numbers of a state, for each sequence
    private record Layer(long keys, long values, boolean windowed, long state) {
        static final Layer EMPTY = new Layer(0, 0, false, 0);
    }

    private CacheLayout(List<Layer> layers, long window) {
        this.layers = List.copyOf(layers);
        this.window = window;
    }

    /// Reads it out of a model's metadata. What that does not say is taken to be as in the usual transformer.
    public static CacheLayout of(GgufMetadata model) {
        int all = (int) Math.clamp(model.number("block_count", 0), 0L, MOST_LAYERS);
        // Layers that only predict the token after next take no part, unless that is asked for.
        int depth = (int) Math.clamp(all - model.number("nextn_predict_layers", 0), 0L, all);
        WindowPattern windows = WindowPattern.of(model);
        List<Layer> layers = new ArrayList<>();
        for (int i = 0; i < all; i++) {
            layers.add(i < depth && !keepsNothing(model) ? layer(model, i, depth, windows) : Layer.EMPTY);
        }
        return new CacheLayout(layers, windows.window());
    }

    private static boolean keepsNothing(GgufMetadata model) {
        return model.architecture().contains("bert") || WITHOUT.contains(model.architecture());
    }

    private static Layer layer(GgufMetadata model, int layer, int depth, WindowPattern windows) {
        boolean state = RecurrentState.has(model, layer, depth);
        long numbers = state ? RecurrentState.numbers(model) : 0;
        boolean attends = (!state || RecurrentState.besideCache(model))
                && !RecurrentState.onlyFeedsForward(model, layer)
                && layer < ownCaches(model, depth);
        if (!attends) {
            return new Layer(0, 0, false, numbers);
        }
        boolean windowed = windows.covers(model, layer);
        long keyHeads = model.at(KEY_HEADS, layer, model.at(HEADS, layer, 0));
        long keys = keyHeads * length(model, "key_length", windowed);
        // Latent attention keeps one row for both.
        boolean latent =
                model.number("attention.key_length_mla", 0) > 0 && model.number("attention.value_length_mla", 0) > 0;
        long values = latent ? 0 : keyHeads * length(model, "value_length", windowed);
        SparseIndex index = windowed ? SparseIndex.NONE : SparseIndex.of(model, layer, latent);
        return new Layer(keys + index.keys(), values + index.values(), windowed, numbers);
    }

    /// How many layers, from the first one on, have keys and values of their own; the others use those of an earlier
    /// one.
    private static long ownCaches(GgufMetadata model, int depth) {
        return model.architecture().equals("gemma3n") ? 20 : depth - model.number("attention.shared_kv_layers", 0);
    }

    private static long length(GgufMetadata model, String what, boolean windowed) {
        long heads = model.number(HEADS, 0);
        long usual = heads == 0 ? 0 : model.number("embedding_length", 0) / heads;
        long whole = heads == 0 ? 0 : model.number("attention." + what, usual);
        return windowed ? model.number("attention." + what + "_swa", whole) : whole;
    }

    /// How many layers there are.
    public int depth() {
        return layers.size();
    }

    /// Bytes for a plan, of all layers.
    public long bytes(LoadPlan plan) {
        return layers.stream().mapToLong(layer -> bytes(layer, plan)).sum();
    }

    /// Bytes for a plan, of one layer.
    ///
    /// @param layer counted from 0
    public long bytes(int layer, LoadPlan plan) {
        return layer < layers.size() ? bytes(layers.get(layer), plan) : 0;
    }

    private long bytes(Layer layer, LoadPlan plan) {
        double cells = layer.windowed ? plan.cells(window) : plan.cells();
        double cell = plan.cache().bytes(layer.keys) + plan.cache().bytes(layer.values);
        double bytes = plan.sequences() * (cells * cell + (double) layer.state * STATE_BYTES);
        // Exact up to 2^53; a file that claims more than any machine has is one that does not fit.
        return (long) Math.min(bytes, MOST_BYTES);
    }

    /// Bytes that one more token of context takes; layers with a window or a state take no more for it.
    public long bytesPerToken(CacheType type) {
        return layers.stream()
                .filter(layer -> !layer.windowed)
                .mapToLong(layer -> type.bytes(layer.keys) + type.bytes(layer.values))
                .sum();
    }

    /// Cells that a token of a batch is compared with, of each kind of layer once: for each there is a mask.
    long maskedCells(LoadPlan plan) {
        boolean whole = layers.stream().anyMatch(layer -> !layer.windowed && layer.keys > 0);
        boolean windows = layers.stream().anyMatch(layer -> layer.windowed && layer.keys > 0);
        return (whole ? plan.cells() : 0) + (windows ? plan.cells(window) : 0);
    }

    /// How many layers see no farther back than a window.
    public long windowedLayers() {
        return layers.stream().filter(Layer::windowed).count();
    }

    /// How many layers have a state.
    public long recurrentLayers() {
        return layers.stream().filter(layer -> layer.state > 0).count();
    }

    /// Of a model of which nothing but its header is known.
    public static CacheLayout of(GgufHeader header) {
        return of(header.metadata());
    }
}
