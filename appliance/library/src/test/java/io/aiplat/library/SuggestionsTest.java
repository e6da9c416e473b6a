package io.aiplat.library;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aiplat.model.ExitCode;
import io.aiplat.model.Problem;
import io.aiplat.model.ProblemCode;
import io.aiplat.model.host.ContainerEngineFacts;
import io.aiplat.model.host.Gpu;
import io.aiplat.model.host.HostFacts;
import io.aiplat.model.host.Suggestions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SuggestionsTest {
    private final Suggestions suggestions =
            new Suggestions(new Library().catalog().profiles());

    @Test
    void goByMainMemoryWithoutAGpu() {
        assertEquals("cpu-8gb", profile(gib(7.6)));
        assertEquals("cpu-16gb", profile(gib(15.5)));
        assertEquals("cpu-4gb", profile(1));
        assertEquals("cpu-128gb", profile(Long.MAX_VALUE - 1));
    }

    @Test
    void goByTheGpuWithTheMostMemory() {
        assertEquals(
                "nvidia-24gb",
                profile(
                        gib(64),
                        new Gpu("amd", "RX 6600", gib(8), "6.8"),
                        new Gpu("nvidia", "RTX 4090", 24564L << 20, "570.1")));
    }

    @Test
    void knowTheCardsOfDataCentres() {
        assertEquals("nvidia-80gb", profile(gib(125), new Gpu("nvidia", "H100 80GB", 81559L << 20, "580.1")));
        assertEquals("nvidia-96gb", profile(gib(125), new Gpu("nvidia", "H200", 143771L << 20, "580.1")));
        assertEquals("nvidia-8gb", profile(gib(125), new Gpu("nvidia", "H100 80GB MIG 1g.10gb", gib(10), "580.1")));
    }

    @Test
    void goByMainMemoryWhereModelsDoNotReachTheGpu() {
        HostFacts host = host(gib(62), new Gpu("nvidia", "H100 80GB", 81559L << 20, "580.1"));
        assertEquals("cpu-64gb", suggestions.of(host, false).name());
        assertEquals("nvidia-80gb", suggestions.of(host, true).name());
    }

    @Test
    void leaveOutAGpuThatCannotCompute() {
        assertEquals("cpu-16gb", profile(gib(15.5), new Gpu("nvidia", "10de:2684", gib(24), "")));
        assertEquals("cpu-16gb", profile(gib(15.5), new Gpu("intel", "UHD 770", 0, "i915")));
        assertEquals("cpu-16gb", profile(gib(15.5), new Gpu("nvidia", "RTX 4060", 0, "570.1")), "memory unknown");
    }

    @Test
    void goByMainMemoryWhereTheGpuSharesIt() {
        assertEquals("nvidia-96gb", profile(gib(119), new Gpu("nvidia", "GB10", gib(119), "580.1")));
    }

    private String profile(long memory, Gpu... gpus) {
        return suggestions.of(host(memory, gpus), true).name();
    }

    private static HostFacts host(long memory, Gpu... gpus) {
        ContainerEngineFacts none = new ContainerEngineFacts.Unusable(
                new Problem(new ProblemCode("HOST_NO_ENGINE", ExitCode.HOST), "none", "none", List.of("none")));
        return new HostFacts(
                "linux",
                "amd64",
                8,
                memory,
                memory,
                0,
                List.of(),
                true,
                List.of(gpus),
                null,
                none,
                Map.of(),
                null,
                null,
                Map.of());
    }

    private static long gib(double number) {
        return (long) (number * (1L << 30));
    }
}
