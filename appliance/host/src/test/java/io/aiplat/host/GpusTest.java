package io.aiplat.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aiplat.model.Gpu;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GpusTest {
    @TempDir
    Path root;

    private void device(String slot, String kind, String vendor, String id) throws IOException {
        Path folder =
                Files.createDirectories(root.resolve("sys/bus/pci/devices").resolve(slot));
        Files.writeString(folder.resolve("class"), kind + "\n");
        Files.writeString(folder.resolve("vendor"), vendor + "\n");
        Files.writeString(folder.resolve("device"), id + "\n");
    }

    private List<Gpu> look(Map<String, String> environment) {
        return new Gpus(root, new Programs(environment)).look();
    }

    @Test
    void readsWhatNvidiasProgramSays() {
        assertEquals(
                List.of(
                        new Gpu("nvidia", "NVIDIA H100 80GB HBM3", 81559L << 20, "570.86.15"),
                        new Gpu("nvidia", "NVIDIA GB10", 0, "580.65.06")),
                Gpus.parse("NVIDIA H100 80GB HBM3, 81559, 570.86.15\nNVIDIA GB10, [N/A], 580.65.06\n"));
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
        Path folder = Files.createDirectories(root.resolve("bin"));
        Path program = Files.writeString(
                folder.resolve("nvidia-smi"), "#!/bin/sh\necho 'NVIDIA H100 80GB HBM3, 81559, 570.86.15'\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        assertEquals(
                List.of(new Gpu("nvidia", "NVIDIA H100 80GB HBM3", 81559L << 20, "570.86.15")),
                look(Map.of("PATH", folder.toString())));
    }

    @Test
    void aDriverThatFailsIsNoDriver() throws IOException {
        device("0000:01:00.0", "0x030200", "0x10de", "0x2330");
        Path folder = Files.createDirectories(root.resolve("bin"));
        Path program =
                Files.writeString(folder.resolve("nvidia-smi"), "#!/bin/sh\necho 'NVIDIA-SMI has failed'; exit 9\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        assertEquals(List.of(new Gpu("nvidia", "PCI 10de:2330", 0, "")), look(Map.of("PATH", folder.toString())));
    }
}
