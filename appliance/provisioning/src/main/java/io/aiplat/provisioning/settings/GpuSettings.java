package io.aiplat.provisioning.settings;

import io.aiplat.config.ScalarForm;
import io.aiplat.config.ValueForm;
import io.aiplat.config.setting.Setting;
import io.aiplat.config.setting.SettingSection;
import io.aiplat.model.GpuChoice;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/// The setting that chooses GPUs. Whether there are such is for the plan to say: only it knows the machine.
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

    /// The section.
    public static final SettingSection<GpuChoice> SECTION =
            new SettingSection<>(List.of(USE), values -> values.of(USE));

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
