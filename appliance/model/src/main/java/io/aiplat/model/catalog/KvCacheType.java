package io.aiplat.model.catalog;

import java.util.Locale;

/// Types of the numbers that a model keeps of what it has read: its cache of keys and values.
public enum KvCacheType {
    /// Two bytes each.
    F16,
    /// 34 bytes for 32 of them. Needs flash attention.
    Q8_0,
    /// 18 bytes for 32 of them. Needs flash attention.
    Q4_0;

    /// As engines and settings write it.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Whether an engine computes with it by flash attention only.
    public boolean needsFlashAttention() {
        return this != F16;
    }
}
