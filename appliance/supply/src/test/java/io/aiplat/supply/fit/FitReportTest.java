package io.aiplat.supply.fit;

import static io.aiplat.supply.fit.FitFixture.GIB;
import static io.aiplat.supply.fit.FitFixture.LLAMA3_8B;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.host.MemoryFacts;
import io.aiplat.supply.fit.FitAlternative.Change;
import io.aiplat.supply.gguf.GgufTensors;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FitReportTest {
    private static FitReport report(int context, MemoryFacts memory) {
        return FitReport.of("llama3:8b", LLAMA3_8B, 0, LoadPlan.of(LLAMA3_8B, context), memory);
    }

    private static String value(FitReport report, Change change) {
        return report.alternatives().stream()
                .filter(other -> other.change() == change)
                .map(FitAlternative::value)
                .findFirst()
                .orElse("");
    }

    @Test
    void addsUpWeightsCacheAndBuffers() {
        MemoryNeed need = report(8192, FitFixture.memory(16, 12)).need();
        assertEquals(4_912_898_304L, need.weights());
        assertEquals(GIB, need.cache());
        // Three rows of 14,336 and four of 4,096 for each of 512 tokens, the mask, and one row of answers.
        assertEquals(512 * ((3 * 14_336 + 4 * 4096) * 4L + 24) + 512 * 8192 * 2 + 128_256 * 4, need.buffers());
        assertEquals(need.weights() + need.cache() + need.buffers(), need.total());
    }

    @Test
    void aProjectorCountsWithItsBuffers() {
        FitReport report =
                FitReport.of("v", LLAMA3_8B, 800 << 20, LoadPlan.of(LLAMA3_8B, 2048), FitFixture.memory(16, 12));
        assertEquals(1000L << 20, report.need().projector());
    }

    @Test
    void goesToTheGpuWhereAllOfItFitsWithAMargin() {
        FitReport report = report(8192, FitFixture.gpu(32, 20, 24, 23));
        assertEquals(FitVerdict.GPU, report.verdict());
        assertEquals(33, report.layers());
        assertEquals(33, report.gpuLayers());
        assertEquals(List.of(), report.alternatives());
    }

    @Test
    void someLayersGoToAGpuThatIsTooSmallForAll() {
        FitReport report = report(8192, FitFixture.gpu(32, 20, 6, 5));
        assertEquals(FitVerdict.PARTLY_GPU, report.verdict());
        long layer = 4_200_000_000L / 32 + 32 * (1L << 20);
        long beside = report.need().buffers() + 4_912_898_304L - 4_200_000_000L - 295_501_824;
        assertEquals(1 + (4 * GIB - beside) / layer, report.gpuLayers());
        assertEquals("IQ2_XXS", value(report, Change.QUANTISATION), "which would be on it with all layers");
        assertTrue(report.alternatives().stream().allMatch(FitAlternative::gpu));
    }

    @Test
    void aSmallerCacheOrAShorterContextBringAllOfItToTheGpu() {
        FitReport report = report(8192, FitFixture.gpu(32, 20, 6, 6));
        assertEquals(FitVerdict.PARTLY_GPU, report.verdict());
        assertEquals("q8_0", value(report, Change.CACHE_TYPE));
        int context = Integer.parseInt(value(report, Change.CONTEXT));
        assertTrue(context >= 4096 && context < 8192, "a context of " + context);
        assertEquals(FitVerdict.GPU, report(context, report.memory()).verdict());
        assertEquals(
                FitVerdict.PARTLY_GPU, report(context + 256, report.memory()).verdict(), "it is the longest");
    }

    @Test
    void withoutAGpuItGoesToMainMemory() {
        assertEquals(FitVerdict.MEMORY, report(4096, FitFixture.memory(16, 12)).verdict());
        FitReport later = report(8192, FitFixture.memory(16, 5));
        assertEquals(FitVerdict.LATER, later.verdict());
        assertEquals("q4_0", value(later, Change.CACHE_TYPE));
        assertEquals("Q3_K_M", value(later, Change.QUANTISATION));
        FitReport never = report(8192, FitFixture.memory(4, 3));
        assertEquals(FitVerdict.NEVER, never.verdict());
        assertEquals("", value(never, Change.CONTEXT), "no context is short enough");
    }

    @Test
    void aGpuThatOthersHaveFilledIsWorthNothingNow() {
        FitReport report = report(4096, FitFixture.gpu(32, 20, 24, 1));
        assertEquals(FitVerdict.MEMORY, report.verdict());
        assertEquals(0, report.gpuLayers());
    }

    @Test
    void ofAModelWhoseTensorsAreNotKnownItIsRoughlyRight() {
        var header = FitFixture.model(
                "llama",
                8192,
                0,
                GgufTensors.ofSize(5 * GIB, 0, 32, ""),
                Map.of("block_count", 32, "embedding_length", 4096));
        FitReport report = FitReport.of("x", header, 0, LoadPlan.of(header, 2048), FitFixture.gpu(32, 20, 8, 5));
        assertEquals(FitVerdict.PARTLY_GPU, report.verdict());
        assertEquals("", value(report, Change.QUANTISATION), "whose numbers are not known");
    }
}
