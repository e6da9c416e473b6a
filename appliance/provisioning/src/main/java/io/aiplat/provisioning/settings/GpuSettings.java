package io.aiplat.provisioning.settings;

import io.aiplat.config.ScalarForm;
import io.aiplat.config.ScalarForms;
import io.aiplat.config.ValueForm;
import io.aiplat.config.setting.Setting;
import io.aiplat.config.setting.SettingSection;
import io.aiplat.model.GpuChoice;
import io.aiplat.model.GpuTuning;
import io.aiplat.model.MigStrategy;
import io.aiplat.model.catalog.KvCacheType;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/// Every setting of GPUs. Whether there are such is for the plan to say: only it knows the machine.
public final class GpuSettings {
    private static final Pattern CARDS = Pattern.compile("[0-9]{1,2}( ?, ?[0-9]{1,2})*");

    private static final Setting<GpuChoice> USE = new Setting<>(
            "gpu.use",
            choice(),
            "auto",
            "--gpu",
            "Which GPUs of this machine models are computed on. `auto` is those that can be handed to where models run;"
                    + " what cannot is left idle, and the plan says why. `all`, and cards by their numbers in"
                    + " `nvidia-smi`, are refused where they cannot be had. `off` is none. For `existing` clusters"
                    + " `cluster.gpus` says how many.");

    private static final Setting<Integer> CONTEXT = new Setting<>(
            "gpu.context",
            ScalarForms.number(256, 1 << 24),
            null,
            "Tokens that a model of the Ollama aiplat starts sees at once, where nobody asks for another number"
                    + " (`OLLAMA_CONTEXT_LENGTH`); not set means what the profile of the GPU says. The gateway asks for"
                    + " a number that fits by itself.");
    private static final Setting<Integer> PARALLEL = new Setting<>(
            "gpu.parallel",
            ScalarForms.number(1, 64),
            null,
            "Requests that a model of that Ollama answers at once, each with the memory of a whole context"
                    + " (`OLLAMA_NUM_PARALLEL`); not set means what the profile of the GPU says.");
    private static final Setting<KvCacheType> CACHE_TYPE = new Setting<>(
            "gpu.cache-type",
            ScalarForms.choice(KvCacheType.class, KvCacheType::word),
            null,
            "Type of what a model of that Ollama keeps of what it has read (`OLLAMA_KV_CACHE_TYPE`): less memory for"
                    + " less exactness; not set means what the profile of the GPU says, else f16.");
    private static final Setting<Boolean> FLASH_ATTENTION = new Setting<>(
            "gpu.flash-attention",
            ScalarForms.YES_NO,
            null,
            "Whether that Ollama computes with flash attention (`OLLAMA_FLASH_ATTENTION`), which q8_0 and q4_0 need;"
                    + " not set means where they are chosen, else as Ollama decides.");
    private static final Setting<Integer> TIME_SLICING = new Setting<>(
            "gpu.time-slicing",
            ScalarForms.number(1, 64),
            null,
            "Pods that may use one GPU at once, in turns and without bounds to what memory each takes, where the bundle"
                    + " nvidia-device-plugin counts; 1 is no sharing, not set means what the profile of the GPU says.");
    private static final Setting<MigStrategy> MIG = new Setting<>(
            "gpu.mig-strategy",
            ScalarForms.choice(MigStrategy.class, MigStrategy::word),
            null,
            "How that bundle counts the instances of divided GPUs (MIG): `single` each as an nvidia.com/gpu, `mixed`"
                    + " each kind by a name of its own; not set means single where all are alike.");

    /// The section of the choice.
    public static final SettingSection<GpuChoice> SECTION =
            new SettingSection<>(List.of(USE), values -> values.of(USE));

    /// The section of what goes before a profile.
    public static final SettingSection<GpuTuning> TUNING = new SettingSection<>(
            List.of(CONTEXT, PARALLEL, CACHE_TYPE, FLASH_ATTENTION, TIME_SLICING, MIG),
            values -> new GpuTuning(
                    values.optional(CONTEXT),
                    values.optional(PARALLEL),
                    values.optional(CACHE_TYPE),
                    values.optional(FLASH_ATTENTION),
                    values.optional(TIME_SLICING),
                    values.optional(MIG)));

    private GpuSettings() {}

    private static ValueForm<GpuChoice> choice() {
        return new ScalarForm<>("auto, all, off, or numbers of cards as 0 or 0,1", (text, _) -> read(text));
    }

    private static GpuChoice read(String text) {
        return switch (text) {
            case "auto" -> GpuChoice.AUTO;
            case "all" -> GpuChoice.ALL;
            case "off" -> GpuChoice.OFF;
            default -> {
                if (!CARDS.matcher(text).matches()) {
                    throw new IllegalArgumentException("is neither auto, all, off nor numbers of cards.");
                }
                List<Integer> cards = Arrays.stream(text.split(","))
                        .map(String::strip)
                        .map(Integer::valueOf)
                        .toList();
                if (cards.stream().distinct().count() < cards.size()) {
                    throw new IllegalArgumentException("names a card twice.");
                }
                yield GpuChoice.of(cards);
            }
        };
    }
}
