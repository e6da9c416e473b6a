package io.aiplat.host.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.host.GpuProcess;
import io.aiplat.testkit.Eventually;
import io.aiplat.testkit.GpuStandIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GpuReaderTest {
    private static final String CONTAINER = "3b6f0e".repeat(10) + "abcd";

    private final AtomicLong nanos = new AtomicLong();

    @TempDir
    Path root;

    private void process(long pid, String cgroup, String environment) throws IOException {
        Path folder = Files.createDirectories(root.resolve("proc/" + pid));
        Files.writeString(folder.resolve("comm"), "ollama\n");
        Files.writeString(folder.resolve("cgroup"), cgroup);
        Files.writeString(folder.resolve("environ"), environment);
    }

    private GpuProcess seen(long pid) {
        return new GpuUsers(root).named(new GpuProcess(pid, OptionalLong.of(1)));
    }

    private static GpuProcess expected(long pid, String pod, String uid, String container) {
        return new GpuProcess(pid, OptionalLong.of(1), "ollama", pod, uid, container);
    }

    @Test
    void aPodIsToldByTheNamesOfControlGroups() throws IOException {
        String uid = "0f5c9a2e-77b1-4d2c-9c4e-1a2b3c4d5e6f";
        process(
                1,
                "0::/kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-pod" + uid.replace('-', '_')
                        + ".slice/cri-containerd-" + CONTAINER + ".scope\n",
                "PATH=/bin\0HOSTNAME=ollama-7c9f\0");
        assertEquals(expected(1, "ollama-7c9f", uid, CONTAINER), seen(1));
        // In a node that is a container itself, its own id comes first; that of the process is the last.
        process(2, "4:memory:/docker/" + "9".repeat(64) + "/kubepods/burstable/pod" + uid + "/" + CONTAINER, "");
        assertEquals(expected(2, "", uid, CONTAINER), seen(2));
        process(3, "0::/system.slice/docker-" + CONTAINER + ".scope", "HOSTNAME=3b6f0e\0");
        assertEquals(expected(3, "", "", CONTAINER), seen(3));
        process(4, "0::/user.slice", "HOSTNAME=box\0");
        assertEquals(expected(4, "", "", ""), seen(4));
    }

    @Test
    void aProcessThatIsNotForUsToSeeKeepsItsNumber() {
        assertEquals(new GpuProcess(9, OptionalLong.of(1)), seen(9));
    }

    @Test
    void oneReadingServesAllWhoAskWithinSecondsAndTheNextOneIsNew() {
        String machine = GpuStandIn.machine("rtx-4090");
        GpuStandIn driver = GpuStandIn.of(root, machine);
        try (GpuReader reader = new GpuReader(driver.environment(), root, nanos::get)) {
            GpuFacts first = reader.now();
            driver.answer(machine.replace("temperature = 51", "temperature = 60"));
            assertSame(first, reader.now());
            assertSame(first, reader.soon().orElseThrow());
            nanos.addAndGet(Duration.ofSeconds(3).toNanos());
            assertSame(first, reader.soon().orElseThrow(), "who scrapes is content with five seconds");
            assertEquals(
                    60, reader.now().readings().getFirst().temperatureCelsius().orElseThrow());
        }
    }

    @Test
    void aDriverThatHangsKeepsNobodyWaitingForLong() {
        String machine = GpuStandIn.machine("rtx-4090");
        GpuStandIn driver = GpuStandIn.of(root, machine);
        try (GpuReader reader = new GpuReader(driver.environment(), root, nanos::get)) {
            GpuFacts first = reader.now();
            driver.answer("hang = 1\n");
            nanos.addAndGet(Duration.ofSeconds(10).toNanos());
            long began = System.nanoTime();
            for (int i = 0; i < 5; i++) {
                assertSame(first, reader.soon().orElseThrow(), "what was seen ten seconds ago is shown");
            }
            assertTrue(System.nanoTime() - began < Duration.ofSeconds(4).toNanos(), "one second, and not for each");
            nanos.addAndGet(Duration.ofSeconds(25).toNanos());
            assertTrue(reader.soon().isEmpty(), "what is older than thirty seconds is not");
        }
    }

    @Test
    void whereThereIsNoGpuTenMinutesPassBeforeTheNextLook() throws Exception {
        try (GpuReader reader = new GpuReader(Map.of("PATH", ""), root, nanos::get)) {
            reader.now();
            assertTrue(reader.soon().isEmpty());
            Path card = Files.createDirectories(root.resolve("sys/bus/pci/devices/0000:03:00.0"));
            Files.writeString(card.resolve("class"), "0x030000");
            Files.writeString(card.resolve("vendor"), "0x8086");
            Files.writeString(card.resolve("device"), "0x56a0");
            nanos.addAndGet(Duration.ofMinutes(9).toNanos());
            assertTrue(reader.soon().isEmpty());
            nanos.addAndGet(Duration.ofMinutes(2).toNanos());
            Eventually.holds("the card is seen", () -> reader.soon().isPresent());
        }
    }
}
