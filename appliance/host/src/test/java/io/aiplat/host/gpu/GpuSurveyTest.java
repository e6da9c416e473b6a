package io.aiplat.host.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.aiplat.model.host.Gpu;
import io.aiplat.model.host.GpuDriver;
import io.aiplat.model.host.GpuIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What there is where NVML is not: its program, the kernel module and the bus. Answers of the program are written
/// down here in its own form.
class GpuSurveyTest {
    @TempDir
    Path root;

    private void device(String slot, String kind, String vendor, String id) throws IOException {
        Path folder =
                Files.createDirectories(root.resolve("sys/bus/pci/devices").resolve(slot));
        Files.writeString(folder.resolve("class"), kind + "\n");
        Files.writeString(folder.resolve("vendor"), vendor + "\n");
        Files.writeString(folder.resolve("device"), id + "\n");
    }

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    /// An nvidia-smi with these answers.
    private Map<String, String> program(String figures, String list) throws IOException {
        return Map.of("PATH", program("bin", figures, list, 0).toString());
    }

    /// @param figures name, memory, driver, MIG and free memory of each card; the rest is filled in
    private Path program(String folder, String figures, String list, int exit) throws IOException {
        List<String[]> cards = figures.lines()
                .map(line -> line.split(", "))
                .filter(f -> f.length == 5)
                .toList();
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < cards.size(); i++) {
            String[] f = cards.get(i);
            rows.append("%d, %s, GPU-%d, 00000000:0%d:00.0, %s, %s, [N/A], %s, 5, 40, 60.21, %s, 9.0\n"
                    .formatted(i, f[0], i, i + 1, f[2], f[1], f[4], f[3]));
        }
        write("figures.csv", cards.isEmpty() ? figures : rows.toString());
        write("list.txt", list);
        write(folder + "/nvidia-smi", """
                #!/bin/sh
                case "$*" in
                -L) cat %1$s/list.txt ;;
                "--query-gpu="*,compute_cap" --format=csv,noheader,nounits") cat %1$s/figures.csv ;;
                "--version") echo "CUDA Version        : 13.0" ;;
                *) exit 2 ;;
                esac
                exit %2$d
                """.formatted(root, exit));
        Files.setPosixFilePermissions(
                root.resolve(folder).resolve("nvidia-smi"), PosixFilePermissions.fromString("rwx------"));
        return root.resolve(folder);
    }

    private GpuFacts facts(Map<String, String> environment) {
        return new GpuSurvey(environment, root).look();
    }

    /// By name, memory and driver only.
    private List<Gpu> look(Map<String, String> environment) {
        return facts(environment).gpus().stream()
                .map(g -> new Gpu(g.vendor(), g.name(), g.memoryBytes(), g.memoryFreeBytes(), g.driver()))
                .toList();
    }

    @Test
    void aCardIsKnownByMoreThanItsName() throws IOException {
        String list = """
                GPU 0: NVIDIA H100 80GB HBM3 (UUID: GPU-0)
                  MIG 3g.40gb     Device  0: (UUID: MIG-00000000-0000-0000-0000-000000000001)
                GPU 1: NVIDIA H200 (UUID: GPU-1)
                """;
        GpuFacts facts = facts(program("""
                NVIDIA H100 80GB HBM3, 81559, 580.159.04, Enabled, 81559
                NVIDIA H200, 143771, 580.159.04, Disabled, 100000
                """, list));
        assertEquals(
                List.of(
                        new GpuIdentity(
                                0, "MIG-00000000-0000-0000-0000-000000000001", "0000:01:00.0", "9.0", "3g.40gb"),
                        new GpuIdentity(1, "GPU-1", "0000:02:00.0", "9.0", "")),
                facts.gpus().stream().map(Gpu::identity).toList());
        GpuDriver driver = Objects.requireNonNull(facts.driver());
        assertEquals("580.159.04", driver.version());
        assertEquals("13.0", driver.cuda());
        assertEquals(root.resolve("bin/nvidia-smi").toString(), driver.smi());
        assertEquals(60.21, facts.readings().getLast().powerWatts().orElseThrow());
        assertEquals(0.05, facts.readings().getLast().utilization().orElseThrow());
    }

    @Test
    void aProgramBeforeRelease510DoesNotKnowTheComputeCapability() throws IOException {
        write("bin/nvidia-smi", """
                #!/bin/sh
                case "$*" in
                *compute_cap*) echo 'Field "compute_cap" is not a valid field to query.'; exit 2 ;;
                "--query-gpu="*) echo "0, Tesla T4, GPU-0, 00000000:00:1E.0, 470.57.02, 15109, 3, 15106, 0, 30, 9.1, [N/A]" ;;
                *) exit 1 ;;
                esac
                """);
        Files.setPosixFilePermissions(root.resolve("bin/nvidia-smi"), PosixFilePermissions.fromString("rwx------"));
        assertEquals(
                List.of(new Gpu("nvidia", "Tesla T4", 15109L << 20, 15106L << 20, "470.57.02")),
                look(Map.of("PATH", root.resolve("bin").toString())));
    }

    @Test
    void aMachineWithoutADriverHasNone() {
        GpuFacts facts = facts(Map.of("PATH", ""));
        assertNull(facts.driver());
        assertEquals(List.of(), facts.gpus());
        assertEquals(NvmlOutcome.ABSENT, facts.nvml());
    }

    @Test
    void aBoardWithTheGpuInItsProcessorIsToldByItsRelease() throws IOException {
        write(
                "etc/nv_tegra_release",
                "# R35 (release), REVISION: 4.1, GCID: 33958178, BOARD: t186ref, EABI: aarch64\n");
        write("proc/device-tree/model", "NVIDIA Jetson AGX Orin Developer Kit\0");
        write("proc/meminfo", "MemTotal:       32000000 kB\nMemAvailable:   20000000 kB\n");
        assertEquals(
                List.of(new Gpu(
                        "nvidia", "NVIDIA Jetson AGX Orin Developer Kit", 32000000L << 10, 20000000L << 10, "R35.4.1")),
                look(Map.of("PATH", "")));
    }

    @Test
    void readsWhatNvidiasProgramSays() throws IOException {
        assertEquals(
                List.of(
                        new Gpu("nvidia", "NVIDIA H100 80GB HBM3", 81559L << 20, "580.159.04"),
                        new Gpu("nvidia", "NVIDIA H200", 143771L << 20, 100000L << 20, "580.159.04")),
                look(program("""
                        NVIDIA H100 80GB HBM3, 81559, 580.159.04, Disabled, 81559
                        NVIDIA H200, 143771, 580.159.04, Disabled, 100000
                        """, "")));
    }

    @Test
    void aGpuWithoutMemoryOfItsOwnHasTheMachines() throws IOException {
        write("proc/meminfo", "MemTotal:       125450000 kB\nMemAvailable:   100000000 kB\n");
        assertEquals(
                List.of(new Gpu("nvidia", "NVIDIA GB10", 125450000L << 10, 100000000L << 10, "580.95.05")),
                look(program("NVIDIA GB10, [N/A], 580.95.05, [N/A], [N/A]\n", "")));
    }

    @Test
    void aSickGpuHasNoMemory() throws IOException {
        assertEquals(
                List.of(new Gpu("nvidia", "NVIDIA A40", 0, "550.54.15")),
                look(program("NVIDIA A40, [GPU is lost], 550.54.15, [N/A], [GPU is lost]\n", "")));
    }

    @Test
    void aDividedGpuIsItsInstances() throws IOException {
        String figures = """
                NVIDIA H100 80GB HBM3, 81559, 570.86.15, Enabled, 81559
                NVIDIA H100 80GB HBM3, 81559, 570.86.15, Disabled, 81559
                NVIDIA H100 80GB HBM3, [Insufficient Permissions], 570.86.15, Enabled, [Insufficient Permissions]
                """;
        String list = """
                GPU 0: NVIDIA H100 80GB HBM3 (UUID: GPU-00000000-0000-0000-0000-000000000000)
                  MIG 3g.40gb     Device  0: (UUID: MIG-00000000-0000-0000-0000-000000000001)
                  MIG 1g.10gb+me  Device  1: (UUID: MIG-00000000-0000-0000-0000-000000000002)
                GPU 1: NVIDIA H100 80GB HBM3 (UUID: GPU-00000000-0000-0000-0000-000000000003)
                GPU 2: NVIDIA H100 80GB HBM3 (UUID: GPU-00000000-0000-0000-0000-000000000004)
                """;
        assertEquals(
                List.of(
                        new Gpu("nvidia", "NVIDIA H100 80GB HBM3 MIG 3g.40gb", 40L << 30, "570.86.15"),
                        new Gpu("nvidia", "NVIDIA H100 80GB HBM3 MIG 1g.10gb+me", 10L << 30, "570.86.15"),
                        new Gpu("nvidia", "NVIDIA H100 80GB HBM3", 81559L << 20, "570.86.15"),
                        new Gpu("nvidia", "NVIDIA H100 80GB HBM3 (MIG on, no instance)", 0, "570.86.15")),
                look(program(figures, list)));
    }

    @Test
    void whereTheProgramIsNotOnThePathItsUsualPlacesAreTried() throws IOException {
        program("usr/local/nvidia/bin", "Tesla T4, 15360, 535.161.08, [N/A], 15360\n", "", 0);
        assertEquals(List.of(new Gpu("nvidia", "Tesla T4", 15360L << 20, "535.161.08")), look(Map.of("PATH", "")));
    }

    @Test
    void whereTheProgramIsMissingTheModuleTellsNameAndVersion() throws IOException {
        device("0000:01:00.0", "0x030200", "0x10de", "0x2330");
        write("proc/driver/nvidia/gpus/0000:01:00.0/information", """
                Model: \t\t NVIDIA H100 80GB HBM3
                IRQ:   \t\t 312
                Bus Type: \t PCIe
                """);
        Gpu h100 = new Gpu("nvidia", "NVIDIA H100 80GB HBM3", 0, "580.159.04");
        write("proc/driver/nvidia/version", """
                NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  580.159.04  Release Build
                GCC version:  gcc version 13.3.0 (Ubuntu 13.3.0-6ubuntu2)
                """);
        assertEquals(List.of(h100), look(Map.of("PATH", "")));
        write(
                "proc/driver/nvidia/version",
                "NVRM version: NVIDIA UNIX x86_64 Kernel Module  580.159.04  Thu Mar  6 10:00:00 UTC 2025\n");
        assertEquals(List.of(h100), look(Map.of("PATH", "")));
        write("proc/driver/nvidia/version", "NVRM version: NVIDIA UNIX Open Kernel Module for x86_64 580.159.04\n");
        assertEquals(List.of(h100), look(Map.of("PATH", "")));
    }

    @Test
    void whereNoDriverAnswersTheBusIsAsked() throws IOException {
        device("0000:00:02.0", "0x030000", "0x8086", "0x9a49");
        device("0000:01:00.0", "0x030200", "0x10de", "0x2330");
        device("0000:02:00.0", "0x020000", "0x10de", "0x0001");
        assertEquals(
                List.of(new Gpu("intel", "PCI 8086:9a49", 0, ""), new Gpu("nvidia", "PCI 10de:2330", 0, "")),
                look(Map.of("PATH", "")));
    }

    @Test
    void oneGpuIsNotCountedTwice() throws IOException {
        device("0000:01:00.0", "0x030200", "0x10de", "0x2330");
        assertEquals(
                List.of(new Gpu("nvidia", "NVIDIA H100 80GB HBM3", 81559L << 20, "570.86.15")),
                look(program("NVIDIA H100 80GB HBM3, 81559, 570.86.15, Disabled, 81559\n", "")));
    }

    @Test
    void aDriverThatFailsIsNoDriver() throws IOException {
        device("0000:01:00.0", "0x030200", "0x10de", "0x2330");
        Path folder = program("bin", "NVIDIA-SMI has failed because it couldn't communicate with the driver.", "", 9);
        assertEquals(List.of(new Gpu("nvidia", "PCI 10de:2330", 0, "")), look(Map.of("PATH", folder.toString())));
    }
}
