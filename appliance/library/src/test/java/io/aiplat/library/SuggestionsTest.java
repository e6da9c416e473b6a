package io.aiplat.library;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aiplat.model.EngineFacts;
import io.aiplat.model.ExitCode;
import io.aiplat.model.Gpu;
import io.aiplat.model.HostFacts;
import io.aiplat.model.Problem;
import io.aiplat.model.ProblemCode;
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
        assertEquals("nvidia-80gb", profile(gib(64), new Gpu("nvidia", "H100", 81559L << 20, "570.1")));
    }

    @Test
    void leaveOutAGpuThatCannotCompute() {
        assertEquals("cpu-16gb", profile(gib(15.5), new Gpu("nvidia", "10de:2684", gib(24), "")));
        assertEquals("cpu-16gb", profile(gib(15.5), new Gpu("intel", "UHD 770", 0, "i915")));
    }

    @Test
    void goByMainMemoryWhereTheGpuSharesIt() {
        assertEquals("nvidia-96gb", profile(gib(119), new Gpu("nvidia", "GB10", 0, "580.1")));
    }

    private String profile(long memory, Gpu... gpus) {
        EngineFacts none = new EngineFacts.Unusable(
                new Problem(new ProblemCode("HOST_NO_ENGINE", ExitCode.HOST), "none", "none", List.of("none")));
        return suggestions
                .of(new HostFacts(
                        "linux",
                        "amd64",
                        8,
                        memory,
                        memory,
                        0,
                        List.of(),
                        true,
                        List.of(gpus),
                        none,
                        Map.of(),
                        null,
                        null,
                        Map.of()))
                .name();
    }

    private static long gib(double number) {
        return (long) (number * (1L << 30));
    }
}
