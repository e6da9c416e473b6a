package io.aiplat.supply.fit;

import io.aiplat.model.host.Gpu;
import io.aiplat.model.host.MemoryFacts;
import io.aiplat.supply.gguf.GgufHeader;
import io.aiplat.supply.gguf.GgufMetadata;
import io.aiplat.supply.gguf.GgufTensors;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Headers of well-known models, with the numbers that their published GGUF files have, and machines.
public final class FitFixture {
    static final long GIB = 1L << 30;

    /// Llama 3 8B as Q4_K_M: 4.58 GiB in llama.cpp's table.
    public static final GgufHeader LLAMA3_8B = model(
            "llama",
            8192,
            128_256,
            new GgufTensors(4_912_898_304L, 8_030_261_312L, even(32, 4_200_000_000L), 295_501_824, 430_940_160, "Q4_K"),
            Map.of(
                    "block_count", 32,
                    "embedding_length", 4096,
                    "feed_forward_length", 14_336,
                    "attention.head_count", 32,
                    "attention.head_count_kv", 8));

    private FitFixture() {}

    private static List<Long> even(int layers, long bytes) {
        return Collections.nCopies(layers, bytes / layers);
    }

    static GgufMetadata metadata(String architecture, Map<String, ?> numbers) {
        Map<String, Object> entries = new TreeMap<>();
        numbers.forEach((key, value) ->
                entries.put(architecture + "." + key, value instanceof Integer whole ? (long) whole : value));
        return GgufMetadata.of(architecture, entries);
    }

    /// A model of which only this is known.
    public static GgufHeader model(
            String architecture, int context, int vocabulary, GgufTensors tensors, Map<String, ?> numbers) {
        GgufMetadata metadata = metadata(architecture, numbers);
        return new GgufHeader(
                architecture,
                context,
                (int) metadata.number("block_count", 0),
                (int) metadata.number("embedding_length", 0),
                null,
                1,
                null,
                12,
                128,
                vocabulary,
                tensors.bytes(),
                metadata,
                tensors);
    }

    /// A model that is larger than what is free.
    public static FitReport later() {
        return FitReport.of("llama3:8b", LLAMA3_8B, 0, LoadPlan.of(LLAMA3_8B, 8192), memory(16, 5));
    }

    /// A machine without a GPU.
    static MemoryFacts memory(long total, long free) {
        return new MemoryFacts(total * GIB, free * GIB, List.of());
    }

    /// A machine with one.
    static MemoryFacts gpu(long total, long free, long gpuTotal, long gpuFree) {
        return new MemoryFacts(
                total * GIB, free * GIB, List.of(new Gpu("nvidia", "RTX", gpuTotal * GIB, gpuFree * GIB, "580")));
    }
}
