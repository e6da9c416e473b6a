package io.aiplat.launcher.render;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aiplat.model.ExitCode;
import io.aiplat.model.Problem;
import io.aiplat.model.ProblemCode;
import io.aiplat.model.host.ContainerEngineFacts;
import io.aiplat.model.host.Gpu;
import io.aiplat.model.host.HostFacts;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GpuTextTest {
    private static final Gpu H100 = new Gpu("nvidia", "NVIDIA H100 80GB HBM3", 81559L << 20, "580.159.04");

    @Test
    void saysNameMemoryAndDriver() {
        assertEquals("NVIDIA H100 80GB HBM3, 80 GiB, driver 580.159.04", text(H100));
        assertEquals(
                "NVIDIA Tesla T4, 15 GiB, driver 535.161.08",
                text(new Gpu("nvidia", "Tesla T4", 15360L << 20, "535.161.08")));
        assertEquals(
                "AMD PCI 1002:744c, 8.0 GiB, driver amdgpu", text(new Gpu("amd", "PCI 1002:744c", 8L << 30, "amdgpu")));
    }

    @Test
    void countsEqualOnesAndGivesOthersALine() {
        Gpu h200 = new Gpu("nvidia", "NVIDIA H200", 143771L << 20, "580.159.04");
        assertEquals("""
                2 x NVIDIA H100 80GB HBM3, 80 GiB, driver 580.159.04
                          NVIDIA H200, 140 GiB, driver 580.159.04""", text(H100, h200, H100));
    }

    @Test
    void saysWhatIsNotKnown() {
        assertEquals("none", text());
        assertEquals("NVIDIA PCI 10de:2330, no driver answers", text(new Gpu("nvidia", "PCI 10de:2330", 0, "")));
        assertEquals(
                "NVIDIA A40, memory unknown, driver 550.54.15", text(new Gpu("nvidia", "NVIDIA A40", 0, "550.54.15")));
        assertEquals("Intel PCI 8086:9a49, driver i915", text(new Gpu("intel", "PCI 8086:9a49", 0, "i915")));
        assertEquals(
                "NVIDIA GB10, the machine's memory, driver 580.95.05",
                text(new Gpu("nvidia", "NVIDIA GB10", 119L << 30, "580.95.05")));
    }

    private static String text(Gpu... gpus) {
        ContainerEngineFacts none = new ContainerEngineFacts.Unusable(
                new Problem(new ProblemCode("HOST_ENGINE_MISSING", ExitCode.HOST), "none", "none", List.of("none")));
        return GpuText.of(new HostFacts(
                "linux",
                "amd64",
                8,
                119L << 30,
                100L << 30,
                0,
                List.of(),
                true,
                List.of(gpus),
                null,
                none,
                Map.of(),
                null,
                null,
                Map.of()));
    }
}
