package io.aiplat.supply.fit;

import io.aiplat.supply.gguf.GgufMetadata;
import java.util.Set;

/// State of layers that remember in a fixed number of numbers, however much they have read: which layers have one, and
/// how large it is, as llama.cpp reckons it (`llama_hparams::n_embd_r` and `n_embd_s`, four bytes a number).
final class RecurrentState {
    /// Of nothing but such layers (`llm_arch_is_recurrent`).
    private static final Set<String> ALL = Set.of("mamba", "mamba2", "rwkv6", "rwkv6qwen2", "rwkv7", "arwkv7");
    /// Where each layer has a state and keys and values.
    private static final Set<String> BOTH = Set.of("falcon-h1");
    /// Where a layer without heads for keys has a state (`llm_arch_is_hybrid`).
    private static final Set<String> WITHOUT_HEADS = Set.of(
            "jamba",
            "plamo2",
            "granitehybrid",
            "lfm2",
            "lfm2moe",
            "nemotron_h",
            "nemotron_h_moe",
            "kimi-linear",
            "kimi-k3",
            "bailingmoe3",
            "glm5-next");
    /// Where it is said for each layer, or one in so many has none.
    private static final Set<String> INTERVAL = Set.of("qwen3next", "qwen35", "qwen35moe", "qwen4exp", "minimax-01");

    private static final String LAYERS = "attention.recurrent_layers";

    private RecurrentState() {}

    /// Whether a layer has a state.
    ///
    /// @param depth layers that are computed in all
    static boolean has(GgufMetadata model, int layer, int depth) {
        String architecture = model.architecture();
        if (ALL.contains(architecture) || BOTH.contains(architecture)) {
            return true;
        }
        if (WITHOUT_HEADS.contains(architecture)) {
            return model.at("attention.head_count_kv", layer, 0) == 0 && !onlyFeedsForward(model, layer);
        }
        if (!INTERVAL.contains(architecture) || layer >= depth) {
            return false;
        }
        if (model.has(LAYERS)) {
            return model.at(LAYERS, layer, 0) != 0;
        }
        long every = model.number("full_attention_interval", architecture.startsWith("minimax") ? 8 : 4);
        return every > 0 && (layer + 1) % every != 0;
    }

    /// Whether a layer is neither attention nor state: Nemotron-H has layers of each of three kinds.
    static boolean onlyFeedsForward(GgufMetadata model, int layer) {
        return model.architecture().startsWith("nemotron_h") && model.at("feed_forward_length", layer, 0) != 0;
    }

    /// Whether a layer that has a state has keys and values as well.
    static boolean besideCache(GgufMetadata model) {
        return BOTH.contains(model.architecture());
    }

    /// Numbers of one layer's state, for each sequence.
    static long numbers(GgufMetadata model) {
        return Math.max(0, size(model));
    }

    private static long size(GgufMetadata model) {
        long width = model.number("embedding_length", 0);
        long wkv = model.number("wkv.head_size", 0);
        if (wkv != 0) {
            return model.number("token_shift_count", 2) * width + width * wkv;
        }
        long shortConvolution = model.number("shortconv.l_cache", 0);
        if (shortConvolution != 0) {
            return width * (shortConvolution - 1) + statesOfMamba(model);
        }
        long kernel = model.number("ssm.conv_kernel", 0);
        long heads = model.number("attention.head_count", 0);
        long delta = model.number("kda.head_dim", 0);
        if (delta != 0) {
            return 3 * (kernel > 0 ? kernel - 1 : 3) * heads * delta + delta * delta * heads;
        }
        if (model.architecture().equals("minimax-01")) {
            long head = model.number("attention.key_length", heads == 0 ? 0 : width / heads);
            return head * head * heads;
        }
        long convolution = Math.max(0, kernel - 1)
                * (model.number("ssm.inner_size", 0)
                        + 2 * model.number("ssm.group_count", 0) * model.number("ssm.state_size", 0));
        return convolution + statesOfMamba(model);
    }

    private static long statesOfMamba(GgufMetadata model) {
        return model.number("ssm.state_size", 0) * model.number("ssm.inner_size", 0);
    }
}
