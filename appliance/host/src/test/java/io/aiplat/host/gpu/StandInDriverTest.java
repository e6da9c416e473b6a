package io.aiplat.host.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.host.DeviceNode;
import io.aiplat.model.host.DriverLibrary;
import io.aiplat.model.host.Gpu;
import io.aiplat.model.host.GpuDriver;
import io.aiplat.model.host.GpuIdentity;
import io.aiplat.model.host.GpuPlatform;
import io.aiplat.model.host.GpuProcess;
import io.aiplat.model.host.GpuReading;
import io.aiplat.testkit.GpuStandIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// NVIDIA's driver as the stand-in libraries of testbed/gpu play it: a real library, loaded and called, whose answers
/// are made up.
class StandInDriverTest {
    private static final String LOST = """
            driver = 570.86.15
            [gpu]
            lost = 15
            [gpu]
            name = NVIDIA GeForce RTX 3090
            memory.total = 25769803776
            memory.used = 1024
            process = 4711 536870912
            process = 12
            """;

    @TempDir
    Path root;

    private GpuFacts look(GpuStandIn driver) {
        return new GpuSurvey(driver.environment(), root).look();
    }

    @Test
    void oneCardIsToldWholeByTheLibrary() {
        GpuStandIn driver = GpuStandIn.of(root, GpuStandIn.machine("rtx-4090"));
        GpuFacts facts = look(driver);
        assertEquals(NvmlOutcome.ANSWERS, facts.nvml());
        assertEquals(
                List.of(new Gpu(
                        "nvidia",
                        "NVIDIA GeForce RTX 4090",
                        25757220864L,
                        25757220864L - 1073741824L,
                        "570.86.15",
                        new GpuIdentity(0, "GPU-11111111-2222-3333-4444-555555555555", "0000:01:00.0", "8.9", ""))),
                facts.gpus());
        GpuDriver told = Objects.requireNonNull(facts.driver());
        assertEquals(GpuPlatform.NATIVE, told.platform());
        assertEquals("570.86.15", told.version());
        assertEquals("12.8", told.cuda());
        assertEquals(List.of(), facts.faults());
        assertEquals(
                List.of(
                        "libcuda.so",
                        "libcuda.so.1",
                        "libcudadebugger.so.1",
                        "libnvidia-allocator.so.1",
                        "libnvidia-gpucomp.so.570.86.15",
                        "libnvidia-ml.so.1",
                        "libnvidia-nvvm.so.4",
                        "libnvidia-ptxjitcompiler.so.1"),
                told.libraries().stream().map(DriverLibrary::soname).toList());
        assertEquals(
                driver.libraries().resolve("libcuda.so.570.86.15").toString(),
                told.libraries().getFirst().file());
        if (Files.exists(root.resolve("dev/nvidia0"))) {
            assertEquals(
                    List.of(
                            new DeviceNode("/dev/nvidia-uvm", 1, 3),
                            new DeviceNode("/dev/nvidia-uvm-tools", 1, 3),
                            new DeviceNode("/dev/nvidia0", 1, 3),
                            new DeviceNode("/dev/nvidiactl", 1, 3)),
                    told.nodes());
        }
    }

    @Test
    void aLostCardIsNamedAndTheOthersAreReadAllTheSame() {
        GpuFacts facts = look(GpuStandIn.of(root, LOST));
        assertEquals(
                List.of("GPU is lost", ""),
                facts.readings().stream().map(GpuReading::fault).toList());
        assertEquals(
                List.of(0L, 25769803776L),
                facts.gpus().stream().map(Gpu::memoryBytes).toList());
        assertEquals(
                List.of(new GpuProcess(12, OptionalLong.empty()), new GpuProcess(4711, OptionalLong.of(536870912))),
                facts.readings().getLast().processes());
    }

    @Test
    void aLibraryThatWillNotIsQuotedAndTheProgramAskedInItsPlace() {
        GpuStandIn driver = GpuStandIn.of(root, GpuStandIn.machine("rtx-4090"));
        driver.answer("init = 18\n");
        assertEquals(
                new NvmlOutcome(NvmlOutcome.State.REFUSES, "Driver/library version mismatch (NVML code 18)"),
                look(driver).nvml());
    }

    @Test
    void aLibraryThatCrashesTakesOnlyItsOwnProcessAlong() {
        GpuStandIn driver = GpuStandIn.of(root, GpuStandIn.machine("rtx-4090"));
        driver.answer("crash = 1\n");
        assertEquals(NvmlOutcome.State.BROKEN, look(driver).nvml().state());
    }

    @Test
    void aFileThatIsNoLibraryIsSaidToBeNone() throws IOException {
        Path lib = Files.createDirectories(root.resolve("usr/lib64"));
        Files.writeString(lib.resolve("libnvidia-ml.so.1"), "not a library");
        NvmlOutcome outcome = new GpuSurvey(Map.of("PATH", ""), root).look().nvml();
        assertEquals(NvmlOutcome.State.BROKEN, outcome.state());
        assertTrue(outcome.said().contains("libnvidia-ml.so.1"), outcome.said());
    }

    @Test
    void aDriverThatHangsIsGivenUpAndAskedAnewLater() {
        GpuStandIn driver = GpuStandIn.of(root, GpuStandIn.machine("rtx-4090"));
        driver.answer("hang = 1\n");
        try (NvmlProcess process =
                new NvmlProcess(driver.libraries().resolve("libnvidia-ml.so.1"), driver.environment())) {
            assertEquals(
                    NvmlOutcome.State.HANGS,
                    process.ask(Duration.ofSeconds(2)).outcome().state());
            driver.answer(GpuStandIn.machine("rtx-4090"));
            assertEquals(
                    NvmlOutcome.ANSWERS, process.ask(Duration.ofSeconds(20)).outcome());
        }
    }

    @Test
    void theProgramTellsTheSameAsTheLibrary() {
        GpuStandIn driver = GpuStandIn.of(root, GpuStandIn.machine("rtx-4090"));
        Map<String, String> environment = new HashMap<>(driver.environment());
        environment.remove("LD_LIBRARY_PATH");
        environment.put("PATH", driver.programs().toString());
        GpuFacts byProgram = new GpuSurvey(environment, root).look();
        assertEquals(NvmlOutcome.ABSENT, byProgram.nvml());
        GpuFacts byLibrary = look(driver);
        assertEquals(byLibrary.gpus(), byProgram.gpus());
        assertEquals(byLibrary.readings(), byProgram.readings());
    }

    @Test
    void aLinkThatLeadsNowhereIsToldFromALibraryThatIsMissing() throws IOException {
        GpuStandIn driver = GpuStandIn.of(root, GpuStandIn.machine("rtx-4090"));
        Path ptx = driver.libraries().resolve("libnvidia-ptxjitcompiler.so.570.86.15");
        Files.delete(ptx);
        for (String name : List.of("libcuda.so", "libcuda.so.1", "libcuda.so.570.86.15")) {
            Files.delete(driver.libraries().resolve(name));
        }
        assertEquals(
                List.of(
                        new DriverLibraryFault("libcuda.so.1", DriverLibraryFault.Kind.MISSING, "", ""),
                        new DriverLibraryFault(
                                "libnvidia-ptxjitcompiler.so.1",
                                DriverLibraryFault.Kind.DANGLING,
                                driver.libraries()
                                        .resolve("libnvidia-ptxjitcompiler.so.1")
                                        .toString(),
                                "")),
                look(driver).faults());
    }

    @Test
    void afterAnUpdateWithoutARestartTheLibrariesAreOfAnotherVersionThanTheModule() throws IOException {
        GpuStandIn driver = GpuStandIn.ofVersion(root, GpuStandIn.machine("rtx-4090"), "575.57.08");
        Files.createDirectories(root.resolve("proc/driver/nvidia"));
        Files.writeString(
                root.resolve("proc/driver/nvidia/version"),
                "NVRM version: NVIDIA UNIX x86_64 Kernel Module  570.86.15  Thu Jan 23 22:50:36 UTC 2025\n");
        List<DriverLibraryFault> faults = new ArrayList<>(look(driver).faults());
        assertEquals(8, faults.size());
        assertEquals(
                new DriverLibraryFault(
                        "libcuda.so",
                        DriverLibraryFault.Kind.OTHER_VERSION,
                        driver.libraries().resolve("libcuda.so.575.57.08").toString(),
                        "575.57.08"),
                faults.getFirst());
    }

    @Test
    void theLinkersCacheIsRead() {
        List<LinkerCache.Entry> entries = LinkerCache.read(Path.of("/"));
        if (Files.exists(Path.of("/etc/ld.so.cache"))) {
            assertTrue(
                    entries.stream()
                            .anyMatch(e ->
                                    e.soname().equals("libc.so.6") && e.file().startsWith("/")),
                    entries.toString());
        }
    }
}
