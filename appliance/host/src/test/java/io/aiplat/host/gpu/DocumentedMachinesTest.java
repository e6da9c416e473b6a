package io.aiplat.host.gpu;

import io.aiplat.model.host.Gpu;
import io.aiplat.model.host.GpuDriver;
import io.aiplat.model.host.GpuReading;
import io.aiplat.testkit.Golden;
import io.aiplat.testkit.GpuStandIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Machines of other people: what their drivers and kernels say, by documented outputs, and what is known of them
/// then. None of it was recorded by this project; each file says where it is from and what in it is made up. What
/// NVML says is in testbed/gpu/machines, what is in files of the system in the resources `machines`, beside what is
/// expected.
class DocumentedMachinesTest {
    private static final Path FILES = Path.of("src", "test", "resources", "machines");
    private static final String FILE = "--- ";
    private static final String LINK = " -> ";
    private static final List<String> DRIVEN = List.of(
            "rtx-4060-laptop",
            "two-rtx-3090",
            "rtx-4090",
            "h100-mig",
            "a100",
            "gb10",
            "jetson-orin",
            "t4",
            "driver-not-loaded");
    private static final List<String> WITHOUT_NVIDIA = List.of("amd", "intel");

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> isKnownForWhatItIs() {
        GpuStandIn driver = GpuStandIn.of(folder.resolve("driver"), GpuStandIn.machine("rtx-4090"));
        return Stream.concat(
                DRIVEN.stream()
                        .map(name -> DynamicTest.dynamicTest(name, () -> {
                            driver.answer(GpuStandIn.machine(name));
                            check(name, driver.environment());
                        })),
                WITHOUT_NVIDIA.stream()
                        .map(name -> DynamicTest.dynamicTest(name, () -> check(name, Map.of("PATH", "")))));
    }

    private void check(String name, Map<String, String> environment) throws IOException {
        Path root = Files.createDirectories(folder.resolve(name));
        Path files = FILES.resolve(name + ".txt");
        if (Files.exists(files)) {
            write(root, files);
        }
        Golden.matches("machines/" + name + ".expected", text(new GpuSurvey(environment, root).look()));
    }

    private static void write(Path root, Path files) throws IOException {
        Path at = null;
        for (String line : Files.readAllLines(files)) {
            if (line.startsWith(FILE) && line.contains(LINK)) {
                String[] ends = line.substring(FILE.length()).split(LINK);
                Path link = root.resolve(ends[0]);
                Files.createDirectories(link.resolveSibling(ends[1]).normalize());
                Files.createSymbolicLink(link, Path.of(ends[1]));
            } else if (line.startsWith(FILE)) {
                at = root.resolve(line.substring(FILE.length()));
                Files.createDirectories(at.getParent());
                Files.writeString(at, "");
            } else if (at != null) {
                Files.writeString(at, Files.readString(at) + line + "\n");
            }
        }
    }

    private static String text(GpuFacts facts) {
        StringBuilder text = new StringBuilder();
        for (Gpu gpu : facts.gpus()) {
            text.append("gpu      ").append(gpu.vendor()).append(' ').append(gpu.name());
            text.append(gpu.computes() ? "" : ", does not compute").append('\n');
            line(text, "memory", gpu.memoryBytes() + ", free " + gpu.memoryFreeBytes());
            line(text, "driver", gpu.driver());
            line(text, "identity", identity(gpu));
        }
        GpuDriver driver = facts.driver();
        text.append("driver   ")
                .append(
                        driver == null
                                ? "none"
                                : driver.platform() + ", version " + driver.version() + ", CUDA " + driver.cuda())
                .append('\n');
        text.append("NVML     ")
                .append(facts.nvml().state())
                .append(' ')
                .append(facts.nvml().said().strip())
                .append('\n');
        facts.readings().forEach(reading -> reading(text, reading));
        return text.toString();
    }

    private static String identity(Gpu gpu) {
        return new StringJoiner(" ")
                .add("index " + gpu.identity().index())
                .add(gpu.identity().uuid())
                .add(gpu.identity().pciBusId())
                .add(gpu.identity().computeCapability())
                .add(gpu.identity().instance())
                .toString()
                .strip();
    }

    private static void reading(StringBuilder text, GpuReading reading) {
        text.append("reading  ")
                .append(reading.name())
                .append(reading.divided() ? ", divided" : "")
                .append('\n');
        line(text, "used", reading.memoryUsedBytes() + (reading.ownMemory() ? "" : ", the machine's memory"));
        line(
                text,
                "busy",
                reading.utilization() + ", " + reading.temperatureCelsius() + " C, " + reading.powerWatts() + " W");
        reading.processes().forEach(process -> line(text, "process", process.pid() + " " + process.memoryBytes()));
        reading.instances().forEach(instance -> reading(text, instance));
    }

    private static void line(StringBuilder text, String what, String value) {
        String plain = value.replaceAll("Optional\\w+\\[([^]]*)]", "$1").replaceAll("Optional\\w+\\.empty", "-");
        text.append("         ").append(what).append(' ').append(plain).append('\n');
    }
}
