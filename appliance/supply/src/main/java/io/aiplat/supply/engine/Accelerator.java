package io.aiplat.supply.engine;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Accelerator: what a build of an engine computes on.
public enum Accelerator {
    /// Processors alone.
    CPU,
    /// GPUs of any maker, by Vulkan.
    VULKAN,
    /// GPUs of NVIDIA, by CUDA.
    CUDA,
    /// GPUs of Apple, by Metal.
    METAL;

    /// As it is typed and written: `cpu`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Reads what [#word] writes; empty for anything else.
    public static Optional<Accelerator> of(String word) {
        return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
    }
}
