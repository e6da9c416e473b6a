package io.aiplat.supply.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.supply.gguf.GgufMetadata;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CacheLayoutTest {
    private static final long KIB = 1L << 10;
    private static final long MIB = 1L << 20;

    private static CacheLayout layout(String architecture, Map<String, ?> numbers) {
        return CacheLayout.of(FitFixture.metadata(architecture, numbers));
    }

    private static LoadPlan plan(int context, CacheType type) {
        return new LoadPlan(context, 1, LoadPlan.USUAL_BATCH, type);
    }

    /// Each line is a model, and what the real thing allocated for it.
    @Test
    void isWhatLlamaCppAllocatesToTheByte() throws IOException {
        int figures = 0;
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("/fit/cache-figures.txt"))) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                String[] words = line.split(" ");
                for (int i = 3; !line.startsWith("#") && i < words.length; i++) {
                    check(words[0], CacheLayout.of(metadata(words[1], words[2])), words[i]);
                    figures++;
                }
            }
        }
        assertTrue(figures > 700, figures + " figures");
    }

    private static void check(String model, CacheLayout layout, String figure) {
        String[] parts = figure.split("[x/=]");
        LoadPlan plan = new LoadPlan(
                Integer.parseInt(parts[0]),
                Integer.parseInt(parts[1]),
                Integer.parseInt(parts[2]),
                CacheType.of(parts[3]).orElseThrow());
        assertEquals(Long.parseLong(parts[4]), layout.bytes(plan), model + " " + figure);
    }

    private static GgufMetadata metadata(String architecture, String numbers) {
        Map<String, Object> values = new TreeMap<>();
        for (String entry : numbers.split(";")) {
            String[] both = entry.split("=");
            values.put(both[0], both[1].endsWith(",") ? list(both[1]) : (Object) Long.valueOf(both[1]));
        }
        return FitFixture.metadata(architecture, values);
    }

    private static List<Long> list(String text) {
        return Arrays.stream(text.split(",")).map(Long::valueOf).toList();
    }

    /// Meta's own arithmetic: 32 layers, 8 heads of 128 for keys and as many for values, two bytes.
    @Test
    void aGigabyteForEightThousandTokensOfLlama3() {
        CacheLayout llama = CacheLayout.of(FitFixture.LLAMA3_8B);
        assertEquals(128 * KIB, llama.bytesPerToken(CacheType.F16));
        assertEquals(1024 * MIB, llama.bytes(plan(8192, CacheType.F16)));
        assertEquals(544 * MIB, llama.bytes(plan(8192, CacheType.Q8_0)));
        assertEquals(288 * MIB, llama.bytes(plan(8192, CacheType.Q4_0)));
    }

    @Test
    void readsTheLengthOfHeadsThatAreLongerThanTheirShareOfTheWidth() {
        CacheLayout qwen3 = layout(
                "qwen3",
                Map.of(
                        "block_count", 28,
                        "embedding_length", 1024,
                        "attention.head_count", 16,
                        "attention.head_count_kv", 8,
                        "attention.key_length", 128,
                        "attention.value_length", 128));
        assertEquals(112 * KIB, qwen3.bytesPerToken(CacheType.F16), "Qwen3 0.6B: 448 MiB at 4096 tokens");
        assertEquals(448 * MIB, qwen3.bytes(plan(4096, CacheType.F16)));
    }

    /// llama-server's log for Gemma 3 12B at 32,768 tokens: 8 layers with all cells, 40 with a window.
    @Test
    void aWindowTakesNoMoreHoweverLongTheContext() {
        CacheLayout gemma3 = layout(
                "gemma3",
                Map.of(
                        "block_count", 48,
                        "embedding_length", 3840,
                        "attention.head_count", 16,
                        "attention.head_count_kv", 8,
                        "attention.key_length", 256,
                        "attention.value_length", 256,
                        "attention.sliding_window", 1024));
        assertEquals(40, gemma3.windowedLayers());
        long row = 8 * 256 * 2 * 2;
        assertEquals(8 * 32_768 * row + 40 * 1536 * row, gemma3.bytes(plan(32_768, CacheType.F16)));
        assertEquals(2528 * MIB, gemma3.bytes(plan(32_768, CacheType.F16)), "2048 and 480 MiB");
        assertEquals(64 * KIB, gemma3.bytesPerToken(CacheType.F16));
    }

    /// The log that everybody has: 3072 MiB for 131,072 cells in 12 layers.
    @Test
    void halfTheLayersOfGptOssHaveAWindow() {
        CacheLayout gptOss = layout(
                "gpt-oss",
                Map.of(
                        "block_count", 24,
                        "embedding_length", 2880,
                        "attention.head_count", 64,
                        "attention.head_count_kv", 8,
                        "attention.key_length", 64,
                        "attention.value_length", 64,
                        "attention.sliding_window", 128));
        assertEquals(12, gptOss.windowedLayers());
        assertEquals(24 * KIB, gptOss.bytesPerToken(CacheType.F16));
        long windows = 12L * 768 * 2048;
        assertEquals(3072 * MIB + windows, gptOss.bytes(plan(131_072, CacheType.F16)));
    }

    /// 70.272 kB a token, as DeepSeek's own paper on V3 has it: 61 layers, 512 + 64 numbers, no values.
    @Test
    void latentAttentionKeepsOneRow() {
        CacheLayout deepseek = layout(
                "deepseek2",
                Map.of(
                        "block_count", 61,
                        "embedding_length", 7168,
                        "attention.head_count", 128,
                        "attention.head_count_kv", 1,
                        "attention.key_length", 576,
                        "attention.value_length", 512,
                        "attention.key_length_mla", 192,
                        "attention.value_length_mla", 128));
        assertEquals(70_272, deepseek.bytesPerToken(CacheType.F16));
    }

    @Test
    void takesHeadsPerLayerWhereTheyAreListed() {
        Map<String, Object> lfm2 = new TreeMap<>(
                Map.of("block_count", 4, "embedding_length", 1024, "attention.head_count", 16, "shortconv.l_cache", 3));
        lfm2.put("attention.head_count_kv", List.of(0L, 0L, 8L, 0L));
        CacheLayout layout = layout("lfm2", lfm2);
        assertEquals(3, layout.recurrentLayers());
        assertEquals(2 * 8 * 64 * 2, layout.bytesPerToken(CacheType.F16));
        assertEquals(4096 * 2048L + 3 * 2 * 1024 * 4, layout.bytes(plan(4096, CacheType.F16)));
    }

    @Test
    void statesDoNotGrowWithTheContext() {
        CacheLayout mamba = layout(
                "mamba",
                Map.of(
                        "block_count", 64,
                        "embedding_length", 2560,
                        "ssm.conv_kernel", 4,
                        "ssm.inner_size", 5120,
                        "ssm.state_size", 16));
        assertEquals(mamba.bytes(plan(512, CacheType.F16)), mamba.bytes(plan(131_072, CacheType.F16)));
        assertEquals(64L * (3 * 5120 + 16 * 5120) * 4, mamba.bytes(plan(512, CacheType.F16)));
        assertEquals(0, mamba.bytesPerToken(CacheType.F16));
    }

    @Test
    void encodersKeepNothing() {
        Map<String, Object> bert = Map.of("block_count", 12, "embedding_length", 768, "attention.head_count", 12);
        assertEquals(0, layout("bert", bert).bytes(plan(512, CacheType.F16)));
    }

    @Test
    void whatClaimsTheImpossibleStaysASum() {
        Map<String, Object> hostile = new TreeMap<>(Map.of("block_count", Long.MAX_VALUE));
        for (String key : List.of("embedding_length", "attention.head_count_kv", "attention.key_length")) {
            hostile.put(key, Long.MAX_VALUE);
        }
        hostile.put("attention.head_count", Collections.nCopies(600, Long.MIN_VALUE));
        long bytes = layout("llama", hostile).bytes(plan(Integer.MAX_VALUE, CacheType.F32));
        assertTrue(bytes >= 0, bytes + " bytes");
    }
}
