package io.aiplat.model.host;

import io.aiplat.model.GpuChoice;
import java.util.Map;

/// Variables by which the libraries of GPUs are told which of them a program sees: CUDA's, ROCm's, and Vulkan's as
/// llama.cpp and Ollama read it.
public final class VisibleDevices {
    private VisibleDevices() {}

    /// For a program of this machine that computes on the cards that were chosen; none where it may see all.
    public static Map<String, String> of(GpuChoice choice) {
        return switch (choice.mode()) {
            case AUTO, ALL -> Map.of();
            // By the number of a card that there is not.
            case OFF ->
                Map.of(
                        "CUDA_VISIBLE_DEVICES", "-1",
                        "ROCR_VISIBLE_DEVICES", "-1",
                        "HIP_VISIBLE_DEVICES", "-1",
                        "GGML_VK_VISIBLE_DEVICES", "-1");
            // CUDA's own order is by speed, and the numbers are those of nvidia-smi.
            case CARDS -> Map.of("CUDA_VISIBLE_DEVICES", choice.words(), "CUDA_DEVICE_ORDER", "PCI_BUS_ID");
        };
    }
}
