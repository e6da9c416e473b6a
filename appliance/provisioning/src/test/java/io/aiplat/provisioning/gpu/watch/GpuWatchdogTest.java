package io.aiplat.provisioning.gpu.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.inference.ResidentModel;
import io.aiplat.model.ApplianceException;
import io.aiplat.provisioning.gpu.LadderProblems;
import io.aiplat.testkit.Eventually;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class GpuWatchdogTest {
    private final List<String> log = new ArrayList<>();
    private final AtomicInteger looks = new AtomicInteger();
    private boolean present = true;
    private boolean mendable = true;
    private long gpu = 1 << 20;
    private int failsAt;

    private final GpuWatchdog.Watched watched = new GpuWatchdog.Watched() {
        @Override
        public boolean present() {
            return present;
        }

        @Override
        public WatchReading look() {
            if (looks.incrementAndGet() == failsAt) {
                throw new IllegalStateException("no such state");
            }
            ResidentModel model = new ResidentModel("smoke", null, null, false, 1 << 20, gpu, 512);
            return new WatchReading(
                    InstantSource.system().instant(), true, List.of(model), 1, "", "570.86.15", "570.86.15", "");
        }

        @Override
        public String mend(GpuMend mend) {
            if (!mendable) {
                throw new ApplianceException(LadderProblems.nvmlSilent("Unknown error"));
            }
            gpu = 1 << 20;
            return "loaded smoke anew";
        }
    };

    private GpuWatchdog watchdog(Duration often) {
        return new GpuWatchdog(watched, new GpuWatchState(false), often, InstantSource.system(), log::add);
    }

    @Test
    void itLooksAgainAndAgainUntilItIsClosed() throws InterruptedException {
        try (GpuWatchdog dog = watchdog(Duration.ofMillis(5)).start()) {
            Eventually.holds("three looks", () -> looks.get() >= 3);
            assertEquals(List.of(), dog.alarms());
        }
        int seen = looks.get();
        Thread.sleep(50);
        assertEquals(seen, looks.get());
    }

    @Test
    void aLookThatFailsIsNotTheLast() throws InterruptedException {
        failsAt = 2;
        try (GpuWatchdog _ = watchdog(Duration.ofMillis(5)).start()) {
            Eventually.holds("three looks", () -> looks.get() >= 3);
        }
        assertEquals(List.of("the GPUs could not be looked at: java.lang.IllegalStateException: no such state"), log);
    }

    @Test
    void withoutAGpuItLooksAtNothing() throws InterruptedException {
        present = false;
        try (GpuWatchdog _ = watchdog(Duration.ofMillis(1)).start()) {
            Thread.sleep(50);
        }
        assertEquals(0, looks.get());
    }

    @Test
    void whatItMendsIsLoggedAndCounted() {
        GpuWatchdog dog = watchdog(Duration.ofHours(1));
        dog.look();
        gpu = 0;
        dog.look();
        assertEquals(Map.of(FallbackCause.MODEL, 1L), dog.fallbacks());
        assertEquals(Map.of(new GpuWatchdog.MendOutcome("reload", "done"), 1L), dog.mends());
        assertTrue(log.getFirst().startsWith("smoke was on a GPU and computes on processors now"), log::toString);
        assertEquals("loaded smoke anew", log.getLast());
        assertFalse(dog.alarms().isEmpty());
    }

    @Test
    void whatCannotBeMendedIsToldToo() {
        mendable = false;
        GpuWatchdog dog = watchdog(Duration.ofHours(1));
        dog.look();
        gpu = 0;
        dog.look();
        assertEquals(Map.of(new GpuWatchdog.MendOutcome("reload", "failed"), 1L), dog.mends());
        assertTrue(
                log.getLast().startsWith("it was not mended: NVIDIA's library (NVML) does not answer"), log::toString);
    }
}
