package io.aiplat.gateway.resources;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.telemetry.Telemetry;
import io.aiplat.telemetry.TelemetrySettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// When descriptors, memory and disk count as short, and who is told.
class ResourceWatchTest {
    private static final Path FOLDER = Path.of("/home/ann/.local/share/aiplat");
    private static final long MIB = 1 << 20;
    private static final long GIB = 1 << 30;

    private ResourceUsage figures = fine();
    private long now;
    private int looks;
    private final ResourceWatch watch = new ResourceWatch(
            FOLDER,
            () -> {
                looks++;
                return figures;
            },
            () -> now);

    private static ResourceUsage fine() {
        return new ResourceUsage(
                60, 1024, 300 * MIB, 40 * MIB, 416 * MIB, 200 * MIB, 4 * GIB, 16 * GIB, 40 * GIB, 400 * GIB);
    }

    private static ResourceUsage descriptors(long open) {
        return new ResourceUsage(
                open, 1024, 300 * MIB, 40 * MIB, 416 * MIB, 200 * MIB, 4 * GIB, 16 * GIB, 40 * GIB, 400 * GIB);
    }

    private static ResourceUsage heap(long live) {
        return new ResourceUsage(60, 1024, live, live, 416 * MIB, 200 * MIB, 4 * GIB, 16 * GIB, 40 * GIB, 400 * GIB);
    }

    private static ResourceUsage memory(long available) {
        return new ResourceUsage(
                60, 1024, 300 * MIB, 40 * MIB, 416 * MIB, 200 * MIB, available, 16 * GIB, 40 * GIB, 400 * GIB);
    }

    private static ResourceUsage disk(long free, long size) {
        return new ResourceUsage(60, 1024, 300 * MIB, 40 * MIB, 416 * MIB, 200 * MIB, 4 * GIB, 16 * GIB, free, size);
    }

    private Set<Resource> few(ResourceUsage next) {
        figures = next;
        now += Duration.ofSeconds(5).toNanos();
        return watch.shortResources();
    }

    @Test
    void whatThereIsEnoughOfIsNotSaid() {
        assertEquals(Set.of(), few(fine()));
        assertEquals(List.of(), watch.shortages());
        assertEquals(Set.of(), few(heap(340 * MIB)), "garbage is no shortage");
        assertEquals(Set.of(), few(new ResourceUsage(0, -1, 1, 1, -1, -1, -1, -1, -1, -1)), "nor is what nobody knows");
    }

    @Test
    void descriptorsAreShortBeforeTheyAreGone() {
        assertEquals(Set.of(), few(descriptors(819)));
        assertEquals(Set.of(Resource.DESCRIPTORS), few(descriptors(820)));
        assertEquals(List.of("820 of 1024 file descriptors are open; ulimit -n allows more"), watch.shortages());
        assertEquals(Set.of(), few(descriptors(100)), "until they are enough again");
    }

    @Test
    void theHeapIsShortWhereACollectionDoesNotHelp() {
        assertEquals(Set.of(Resource.HEAP), few(heap(380 * MIB)));
        assertEquals(List.of("380 MiB of 416 MiB of the heap are in use"), watch.shortages());
    }

    @Test
    void memoryOfTheMachineIsShortBeforeTheSystemEndsPrograms() {
        assertEquals(Set.of(Resource.MEMORY), few(memory(200 * MIB)));
        assertEquals(List.of("200 MiB of memory are left on this machine"), watch.shortages());
    }

    @Test
    void aDiskIsShortBelowOneGibibyteOrATwentieth() {
        assertEquals(Set.of(Resource.DISK), few(disk(GIB - 1, 10 * GIB)));
        assertEquals(List.of("1023 MiB are free on the disk of " + FOLDER), watch.shortages());
        assertEquals(Set.of(), few(disk(GIB, 10 * GIB)));
        assertEquals(Set.of(Resource.DISK), few(disk(4 * GIB, 100 * GIB)));
        assertEquals(Set.of(), few(disk(11 * GIB, 4000 * GIB)), "a twentieth of a large disk is a lot");
    }

    @Test
    void asksTheSystemOnceInFiveSeconds() {
        for (int i = 0; i < 100; i++) {
            watch.look();
            watch.shortages();
        }
        assertEquals(1, looks);
        now += Duration.ofSeconds(5).toNanos();
        watch.look();
        assertEquals(2, looks);
    }

    @Test
    void seesWhatThisProcessHas(@TempDir Path folder) {
        ResourceUsage seen = new ResourceWatch(folder.resolve("not/there/yet")).look();

        assertTrue(seen.openDescriptors() > 2, seen.toString());
        assertTrue(seen.openDescriptors() < seen.mostDescriptors(), seen.toString());
        assertTrue(seen.heapUsed() > 0 && seen.heapUsed() <= seen.heapMost(), seen.toString());
        assertTrue(seen.heapLive() >= 0 && seen.heapLive() <= seen.heapUsed(), seen.toString());
        assertTrue(seen.diskFree() > 0 && seen.diskFree() <= seen.diskSize(), seen.toString());
    }

    @Test
    void showsThemUnderTheNamesOfTheField() throws IOException {
        ByteArrayOutputStream scrape = new ByteArrayOutputStream();
        try (Telemetry telemetry =
                new Telemetry(TelemetrySettings.quiet("1"), _ -> {}, _ -> {}, Clock.systemUTC(), System::nanoTime)) {
            watch.addTo(telemetry);
            few(disk(GIB / 2, 10 * GIB));
            telemetry.scrape(scrape);
        }
        String text = scrape.toString(StandardCharsets.UTF_8);
        for (String line : List.of(
                "process_open_fds 60.0",
                "process_max_fds 1024.0",
                "jvm_memory_max_bytes{area=\"heap\"} " + (double) (416 * MIB),
                "aiplat_disk_free_bytes " + (double) (GIB / 2),
                "aiplat_resource_short{resource=\"disk\"} 1.0",
                "aiplat_resource_short{resource=\"descriptors\"} 0.0")) {
            assertTrue(text.contains("\n" + line + "\n"), line + " is not in " + text);
        }
    }
}
