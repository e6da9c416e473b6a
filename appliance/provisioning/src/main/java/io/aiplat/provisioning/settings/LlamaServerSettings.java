package io.aiplat.provisioning.settings;

import io.aiplat.config.ScalarForm;
import io.aiplat.config.ScalarForms;
import io.aiplat.config.ValueForm;
import io.aiplat.config.setting.Setting;
import io.aiplat.config.setting.SettingForms;
import io.aiplat.config.setting.SettingSection;
import io.aiplat.inference.llamacpp.LlamaServerLimits;
import io.aiplat.inference.process.PoolLimits;
import java.time.Duration;
import java.util.List;

/// Every setting of the engine `llamacpp`.
public final class LlamaServerSettings {
    private static final int MOST_WAITING = 64;
    private static final Duration KEEP_ALIVE = Duration.ofMinutes(5);
    private static final Duration LOAD_PATIENCE = Duration.ofMinutes(5);

    private static final Setting<Integer> MODELS = new Setting<>(
            "llamacpp.models",
            ScalarForms.number(1, 64),
            "2",
            "How many models are in memory at once with the engine `llamacpp`, each in a process of its own.");
    private static final Setting<Integer> SLOTS = new Setting<>(
            "llamacpp.slots",
            ScalarForms.number(1, 64),
            "2",
            "How many requests a model answers at once; others wait.");
    private static final Setting<Boolean> SHARED_CONTEXT = new Setting<>(
            "llamacpp.shared-context",
            ScalarForms.YES_NO,
            "false",
            "Whether what a model answers at once shares one context, which takes its memory once. What is answered"
                    + " fails when the sum of it no longer fits. Else each has a whole one.");
    private static final Setting<String> GPU_LAYERS = new Setting<>(
            "llamacpp.gpu-layers",
            gpuLayers(),
            LlamaServerLimits.AUTO,
            "Layers of a model that GPUs compute. `auto` is as many as their free memory takes, `0` none.");
    private static final Setting<Long> MEMORY_RESERVE = new Setting<>(
            "llamacpp.memory-reserve",
            SettingForms.size(),
            "256Mi",
            "Memory of the machine that stays free for others: where less is, models that nobody uses are unloaded, and"
                    + " none is loaded that would take of it.");

    /// The section.
    public static final SettingSection<LlamaServerLimits> SECTION = new SettingSection<>(
            List.of(MODELS, SLOTS, SHARED_CONTEXT, GPU_LAYERS, MEMORY_RESERVE),
            values -> new LlamaServerLimits(
                    new PoolLimits(
                            values.of(MODELS), values.of(SLOTS), MOST_WAITING, KEEP_ALIVE, values.of(MEMORY_RESERVE)),
                    LOAD_PATIENCE,
                    values.of(SHARED_CONTEXT),
                    values.of(GPU_LAYERS)));

    private LlamaServerSettings() {}

    private static ValueForm<String> gpuLayers() {
        return new ScalarForm<>("auto, all, or a number of layers", (text, _) -> {
            if (!text.matches("auto|all|0|[1-9][0-9]{0,3}")) {
                throw new IllegalArgumentException("is neither auto, all nor a number of layers.");
            }
            return text;
        });
    }
}
