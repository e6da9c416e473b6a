package io.aiplat.supply.fit;

import io.aiplat.supply.gguf.GgufMetadata;
import java.util.Map;

/// Which layers of a model see no farther back than a window, and how far that is, as llama.cpp reads it
/// (`load_arch_hparams` of each architecture in
/// [src/models](https://github.com/ggml-org/llama.cpp/tree/master/src/models)): newer files say it per layer, others
/// have
/// it from their architecture.
///
/// @param period     of so many layers in a row one sees everything; 0 where none sees less than everything
/// @param wholeFirst whether that is the first of them, not the last
/// @param window     tokens that the others see
record WindowPattern(int period, boolean wholeFirst, long window) {
    private static final String KEY = "attention.sliding_window";
    private static final String LAYERS = "attention.sliding_window_pattern";
    /// The smaller ones see everything, and their files look the same.
    private static final int LAYERS_OF_EXAONE4_32B = 64;

    private static final WindowPattern NONE = new WindowPattern(0, false, 0);

    /// What an architecture has where its file does not say.
    ///
    /// @param otherwise window, where the file has none; 0 for no layers with a window then
    /// @param fixed     whether that is the window, whatever the file has
    private record Rule(int period, boolean wholeFirst, long otherwise, boolean fixed) {}

    private static final Map<String, Rule> RULES = Map.ofEntries(
            Map.entry("gemma2", new Rule(2, false, 4096, false)),
            Map.entry("gemma3", new Rule(6, false, 0, false)),
            Map.entry("gemma3n", new Rule(5, false, 0, false)),
            Map.entry("gpt-oss", new Rule(2, false, 0, false)),
            Map.entry("cohere2", new Rule(4, false, 0, false)),
            Map.entry("cohere2moe", new Rule(4, true, 0, false)),
            Map.entry("llama4", new Rule(4, false, 8192, true)),
            Map.entry("smallthinker", new Rule(4, true, 0, false)),
            Map.entry("olmo2", new Rule(4, false, 0, false)),
            Map.entry("exaone4", new Rule(4, false, 4096, false)),
            Map.entry("exaone-moe", new Rule(4, false, 128, false)),
            Map.entry("plamo3", new Rule(8, false, 0, false)),
            Map.entry("afmoe", new Rule(4, false, 0, false)),
            Map.entry("mellum", new Rule(4, false, 0, false)),
            Map.entry("laguna", new Rule(4, true, 0, false)));

    static WindowPattern of(GgufMetadata model) {
        String architecture = model.architecture();
        Rule rule = RULES.get(architecture);
        if (architecture.equals("exaone4") && model.number("block_count", 0) != LAYERS_OF_EXAONE4_32B) {
            return NONE;
        }
        long said = model.number(KEY, -1);
        if (rule == null) {
            // Others that have windows at all say for each layer whether it has one.
            return model.isPerLayer(LAYERS) && said > 0 ? new WindowPattern(0, false, said) : NONE;
        }
        long window = said < 0 ? rule.otherwise : rule.fixed && said > 0 ? rule.otherwise : said;
        int period = (int) Math.clamp(model.isPerLayer(LAYERS) ? 0 : model.number(LAYERS, rule.period), 0L, 1 << 20);
        return window <= 0 ? NONE : new WindowPattern(period, rule.wholeFirst, window);
    }

    /// Whether a layer sees no more than the window.
    boolean covers(GgufMetadata model, int layer) {
        if (window == 0) {
            return false;
        }
        if (model.isPerLayer(LAYERS)) {
            return model.at(LAYERS, layer, 0) != 0;
        }
        if (period == 0) {
            return true;
        }
        return wholeFirst ? layer % period != 0 : layer % period < period - 1;
    }
}
