package io.aiplat.governance.use;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What pods use, from their readings to the files it is kept in.
class WorkloadLedgerTest {
    private static final long MIB = 1 << 20;
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final LocalDate TODAY = LocalDate.parse("2026-11-21");
    private static final MeteredWorkload AGENT = new MeteredWorkload("blue", WorkloadKind.AGENT, "helper");
    private static final MeteredWorkload SERVER = new MeteredWorkload("", WorkloadKind.MODEL, "gemma");

    @TempDir
    Path home;

    private static PodReading pod(
            String id, MeteredWorkload of, Instant started, double cpuSeconds, long mib, int gpus) {
        return new PodReading(id, of, started.toEpochMilli(), (long) (cpuSeconds * 1e9), mib * MIB, gpus);
    }

    private static long at(int seconds) {
        return NOON.plusSeconds(seconds).toEpochMilli();
    }

    @Test
    void whatWasUsedBetweenTwoReadingsIsCounted() {
        WorkloadMeter meter = new WorkloadMeter(WorkloadMeter.Mark.NONE);

        assertTrue(meter.take(at(0), List.of(pod("a", AGENT, NOON, 100, 64, 0))).isEmpty(), "of before nothing");
        Map<MeteredWorkload, WorkloadUse> used = meter.take(
                at(30),
                List.of(
                        pod("a", AGENT, NOON, 112.5, 128, 0),
                        // It has come ten seconds ago, and has two GPUs.
                        pod("b", SERVER, NOON.plusSeconds(20), 4, 1024, 2)));

        assertEquals(new WorkloadUse(12_500, 96.0 * MIB * 30, 0), used.get(AGENT));
        assertEquals(new WorkloadUse(4_000, 1024.0 * MIB * 10, 20_000), used.get(SERVER));
        // A kubelet that began anew counts anew, and a pod that is gone uses nothing.
        used = meter.take(at(60), List.of(pod("b", SERVER, NOON.plusSeconds(20), 1, 1024, 2)));
        assertEquals(new WorkloadUse(1_000, 1024.0 * MIB * 30, 60_000), used.get(SERVER));
        assertFalse(used.containsKey(AGENT));
        // It was only out of sight, and what it used meanwhile is counted once.
        used = meter.take(at(90), List.of(pod("a", AGENT, NOON, 115, 128, 0)));
        assertEquals(new WorkloadUse(2_500, 128.0 * MIB * 60, 0), used.get(AGENT));
        // What is older than anything that is kept in mind is counted from now on.
        MeteredWorkload old = new MeteredWorkload("", WorkloadKind.OTHER, "old");
        assertFalse(meter.take(at(120), List.of(pod("c", old, NOON.minusSeconds(7200), 500, 1, 1)))
                .containsKey(old));
        used = meter.take(at(121), List.of(pod("c", old, NOON.minusSeconds(7200), 501, 1, 1)));
        assertEquals(new WorkloadUse(1_000, MIB, 1_000), used.get(old));
    }

    /// However often a pod is looked at, the sums are those of one look at the end, to the last millisecond.
    @Test
    void howOftenAPodIsLookedAtChangesNothing() {
        Random random = new Random(11);
        for (int round = 0; round < 50; round++) {
            WorkloadMeter meter = new WorkloadMeter(WorkloadMeter.Mark.NONE);
            meter.take(at(0), List.of(new PodReading("a", AGENT, at(0), 0, MIB, 1)));
            long cpu = 0;
            long time = at(0);
            WorkloadUse sum = WorkloadUse.NONE;
            for (int i = 0; i < 100; i++) {
                cpu += random.nextInt(3_000_000);
                time += random.nextInt(40_000);
                sum = sum.plus(meter.take(time, List.of(new PodReading("a", AGENT, at(0), cpu, MIB, 1)))
                        .getOrDefault(AGENT, WorkloadUse.NONE));
            }
            assertEquals(cpu / 1_000_000, sum.cpuMillis());
            assertEquals(time - at(0), sum.gpuMillis());
            assertEquals((double) MIB * (time - at(0)) / 1000, sum.memoryByteSeconds(), MIB / 1e6);
        }
    }

    @Test
    void whatIsKeptGoesOnAfterARestart() throws IOException {
        WorkloadMeter meter = new WorkloadMeter(new WorkloadLedger(home.resolve("use")).mark());
        WorkloadLedger ledger = new WorkloadLedger(home.resolve("use"));
        for (int seconds : new int[] {0, 30, 60}) {
            ledger.add(
                    NOON.plusSeconds(seconds),
                    meter.take(at(seconds), List.of(pod("a", AGENT, NOON, seconds / 3.0, 64, 1))),
                    meter.mark());
        }

        WorkloadLedger again = new WorkloadLedger(home.resolve("use"));
        WorkloadMeter next = new WorkloadMeter(again.mark());
        again.add(
                NOON.plus(Duration.ofMinutes(5)),
                next.take(at(300), List.of(pod("a", AGENT, NOON, 100, 64, 1))),
                next.mark());
        List<WorkloadLedger.Row> rows = again.rows(TODAY, TODAY);
        assertEquals(1, rows.size(), rows::toString);
        assertEquals(AGENT, rows.getFirst().workload());
        assertEquals(100_000, rows.getFirst().use().cpuMillis());
        assertEquals(300_000, rows.getFirst().use().gpuMillis());
        assertEquals(64.0 * MIB * 300, rows.getFirst().use().memoryByteSeconds(), 1);
        assertEquals(Map.of(AGENT, rows.getFirst().use()), again.totals());
    }

    @Test
    void daysAndNamesAreBounded() throws IOException {
        WorkloadLedger ledger = new WorkloadLedger(home.resolve("use"));
        for (int i = 0; i < WorkloadLedger.MOST + 200; i++) {
            ledger.add(
                    NOON,
                    Map.of(new MeteredWorkload("t", WorkloadKind.AGENT, "a" + i), new WorkloadUse(1, 0, 0)),
                    WorkloadMeter.Mark.NONE);
        }
        List<WorkloadLedger.Row> rows = ledger.rows(TODAY, TODAY);
        assertEquals(WorkloadLedger.MOST + 1, rows.size());
        assertEquals(200, ledger.totals().get(AGENT.rest()).cpuMillis());

        ledger.add(NOON.plus(Duration.ofDays(WorkloadLedger.KEPT_DAYS + 1)), Map.of(), WorkloadMeter.Mark.NONE);
        assertEquals(List.of(), ledger.rows(TODAY, TODAY));
    }

    @Test
    void whatSomebodyBrokeIsLeftOutAndTheRestHolds() throws IOException {
        WorkloadLedger ledger = new WorkloadLedger(home.resolve("use"));
        ledger.add(NOON, Map.of(AGENT, new WorkloadUse(7, 8, 9)), new WorkloadMeter.Mark(5, Map.of()));
        Path file = home.resolve("use").resolve(TODAY + ".use");
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.addAll(List.of("", "agent\tx", "model\t\tgemma\tmany\t1\t1", "unknown\t\ta\t1\t1\t1"));
        Files.write(file, lines);
        Files.writeString(home.resolve("use").resolve("mark"), "never\n");

        WorkloadLedger again = new WorkloadLedger(home.resolve("use"));
        assertEquals(WorkloadMeter.Mark.NONE, again.mark());
        assertEquals(new WorkloadUse(7, 8, 9), again.totals().get(AGENT));
    }

    @Test
    void anHourOfEachCostsItsPrice() {
        MachinePrices prices = new MachinePrices(40_000, 5_000, 2_500_000);
        assertEquals(
                40_000 + 5_000 + 2_500_000, prices.cost(new WorkloadUse(3_600_000, 3600.0 * (1L << 30), 3_600_000)));
        assertEquals(0, MachinePrices.NONE.cost(new WorkloadUse(1_000_000, 1e18, 1_000_000)));
    }
}
