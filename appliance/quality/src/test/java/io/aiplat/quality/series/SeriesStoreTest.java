package io.aiplat.quality.series;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.quality.promql.LabelMatcher;
import io.aiplat.quality.promql.LabelMatcher.Comparison;
import io.aiplat.quality.promql.LabelSet;
import io.aiplat.quality.promql.SampledSeries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The store, with a process that ends without a word, files that are damaged, and clocks that jump.
class SeriesStoreTest {
    private static final long STEP = 15_000;
    private static final long BEGIN = Instant.parse("2026-11-30T00:00:00Z").toEpochMilli();
    private static final int OF_BLOCK = 960;

    @TempDir
    Path folder;

    private final List<String> troubles = new ArrayList<>();
    private long now = BEGIN;
    private SeriesBounds bounds = SeriesBounds.USUAL;
    private SeriesStore store;

    private void open() {
        InstantSource clock = () -> Instant.ofEpochMilli(now);
        store = SeriesStore.open(folder.resolve("metrics"), bounds, clock, troubles::add);
    }

    @AfterEach
    void close() {
        if (store != null) {
            store.close();
        }
    }

    private static LabelSet labels(String name) {
        return LabelSet.of(Map.of(LabelSet.NAME, name, "job", "aiplat"));
    }

    /// Rounds in which `counter` has its number, and `still` never changes.
    private void rounds(int from, int to) {
        for (int i = from; i < to; i++) {
            now = BEGIN + i * STEP;
            store.add(
                    "aiplat",
                    now,
                    List.of(new SeriesSample(labels("counter"), i), new SeriesSample(labels("still"), 7)));
        }
    }

    private List<SampledSeries> all(String name) {
        return store.select(
                List.of(new LabelMatcher(LabelSet.NAME, Comparison.EQUAL, name)), 0, Long.MAX_VALUE, 10_000_000);
    }

    private long[] times(String name) {
        List<SampledSeries> found = all(name);
        return found.isEmpty() ? new long[0] : found.getFirst().times();
    }

    private void counts(int from, int to) {
        SampledSeries counter = all("counter").getFirst();
        assertEquals(to - from, counter.times().length);
        for (int i = from; i < to; i++) {
            assertEquals(BEGIN + i * STEP, counter.times()[i - from]);
            assertEquals(i, counter.values()[i - from]);
        }
    }

    private List<Path> files(String kind) throws IOException {
        return BlockFolder.files(folder.resolve("metrics"), kind);
    }

    @Test
    void whoIsKilledGoesOnWhereTheLastRoundEnded() throws IOException {
        open();
        rounds(0, 2_000);
        counts(0, 2_000);
        assertEquals(2, files("block").size());
        // Nobody closes it.
        open();
        counts(0, 2_000);
        rounds(2_000, 3_000);
        open();
        counts(0, 3_000);
        assertEquals(3, files("block").size());
        assertEquals(1, files("log").size());
        assertEquals(List.of(), troubles);
    }

    @Test
    void ofALogThatEndsInTheMiddleOfARoundTheRestStays() throws IOException {
        open();
        rounds(0, 100);
        store.close();
        Path log = files("log").getFirst();
        byte[] bytes = Files.readAllBytes(log);
        for (int cut = 1; cut < 30; cut += 7) {
            Files.write(log, java.util.Arrays.copyOf(bytes, bytes.length - cut));
            open();
            counts(0, 99);
            rounds(99, 110);
            store.close();
            open();
            counts(0, 110);
            store.close();
        }
    }

    @Test
    void aLogThatBecameABlockIsNotReadTwice() throws IOException {
        open();
        rounds(0, OF_BLOCK);
        Path log = files("log").getFirst();
        byte[] bytes = Files.readAllBytes(log);
        rounds(OF_BLOCK, OF_BLOCK + 10);
        store.close();
        // The process ended after the block was there and before the log went.
        Files.write(log, bytes);
        open();
        counts(0, OF_BLOCK + 10);
        assertFalse(Files.exists(log));
    }

    @Test
    void damagedFilesAreLeftOutAndCounted() throws IOException {
        open();
        rounds(0, 3 * OF_BLOCK);
        store.close();
        Path first = files("block").getFirst();
        byte[] bytes = Files.readAllBytes(first);
        bytes[20] ^= 1;
        Files.write(first, bytes);
        Path second = files("block").getLast();
        Files.write(second, java.util.Arrays.copyOf(Files.readAllBytes(second), 100));
        open();
        assertEquals(OF_BLOCK, times("counter").length);
        assertEquals(2 * OF_BLOCK, times("still").length);
        assertEquals(2, store.use().unreadable());
    }

    @Test
    void aFileOfAnotherVersionIsLeftAlone() throws IOException {
        open();
        rounds(0, OF_BLOCK + 10);
        store.close();
        Path block = files("block").getFirst();
        byte[] bytes = Files.readAllBytes(block);
        bytes[7] = 9;
        Files.write(block, bytes);
        open();
        assertEquals(10, times("counter").length);
        assertEquals(1, store.use().unreadable());
        assertArrayEquals(bytes, Files.readAllBytes(block));
    }

    @Test
    void whatIsTooOldGoesAndIsCounted() throws IOException {
        bounds = new SeriesBounds(Duration.ofSeconds(15), Duration.ofHours(8), 256L << 20, 100);
        open();
        rounds(0, 5 * OF_BLOCK);
        assertEquals(2, files("block").size());
        assertEquals(2L * 2 * OF_BLOCK, store.use().tooOld());
        // Of a block that is half too old only the other half is shown.
        assertEquals(2 * OF_BLOCK + 1, times("counter").length);
    }

    @Test
    void whatIsTooMuchMakesRoomAndIsCounted() {
        bounds = new SeriesBounds(Duration.ofSeconds(15), Duration.ofDays(30), 1 << 20, 1_000);
        open();
        Random random = new Random(1);
        for (int i = 0; i < 3 * OF_BLOCK; i++) {
            now = BEGIN + i * STEP;
            List<SeriesSample> samples = new ArrayList<>();
            for (int s = 0; s < 100; s++) {
                samples.add(new SeriesSample(labels("random" + s), random.nextDouble()));
            }
            store.add("aiplat", now, samples);
            if (i % 100 == 0) {
                assertTrue(store.use().bytes() <= 1 << 20, "" + store.use());
            }
        }
        assertTrue(store.use().tooMuch() > 100_000, "" + store.use());
        long[] times = times("random3");
        assertEquals(now, times[times.length - 1]);
        assertTrue(times.length > 500, "" + times.length);
    }

    @Test
    void aSeriesThatIsNotSeenAnyMoreHasEnded() {
        open();
        rounds(0, 10);
        now += STEP;
        store.add("other", now, List.of());
        store.add("aiplat", now, List.of(new SeriesSample(labels("counter"), 10)));
        SampledSeries still = all("still").getFirst();
        assertEquals(11, still.times().length);
        assertTrue(SampledSeries.isStale(still.values()[10]));
        // It has ended once.
        rounds(11, 12);
        now += STEP;
        store.add("aiplat", now, List.of());
        assertEquals(13, times("still").length);
        now += STEP;
        store.add("aiplat", now, List.of());
        assertEquals(13, times("still").length);
    }

    @Test
    void alsoASeriesThatIsNotSeenAfterARestartHasEnded() {
        open();
        rounds(0, OF_BLOCK);
        open();
        now += STEP;
        store.add("aiplat", now, List.of());
        SampledSeries still = all("still").getFirst();
        assertTrue(SampledSeries.isStale(still.values()[OF_BLOCK]));
    }

    @Test
    void seriesBeyondTheBoundAreDroppedAndCounted() {
        bounds = new SeriesBounds(Duration.ofSeconds(15), Duration.ofDays(30), 1 << 20, 50);
        open();
        List<SeriesSample> samples = new ArrayList<>();
        for (int s = 0; s < 60; s++) {
            samples.add(new SeriesSample(labels("many" + s), s));
        }
        store.add("aiplat", now, samples);
        store.add("aiplat", now + STEP, samples);
        assertEquals(50, store.use().series());
        assertEquals(20, store.use().tooMany());
        assertEquals(50, store.labels(List.of(), 0, Long.MAX_VALUE).size());
    }

    @Test
    void aClockThatGoesBackAMomentLosesThatMoment() {
        open();
        rounds(0, 100);
        rounds(90, 110);
        counts(0, 110);
        assertEquals(20, store.use().late());
    }

    @Test
    void aClockThatRanAYearAheadAndIsSetRightGoesOn() {
        open();
        rounds(2_102_400, 2_102_500);
        rounds(0, 100);
        long[] times = times("counter");
        assertEquals(200, times.length);
        assertEquals(BEGIN, times[0]);
        assertEquals(0, store.use().late());
    }

    @Test
    void whereTheDiskTakesNothingSamplesStayInMemory() throws IOException {
        Files.writeString(folder.resolve("metrics"), "a file, where the folder should be");
        open();
        rounds(0, 2 * OF_BLOCK);
        counts(0, 2 * OF_BLOCK);
        assertTrue(troubles.getLast().contains("stay in memory"), troubles::toString);
        assertTrue(troubles.size() <= 2, troubles::toString);
        // For half a day.
        rounds(2 * OF_BLOCK, 4 * OF_BLOCK);
        assertTrue(store.use().lost() > 0, () -> store.use().toString());
        Files.delete(folder.resolve("metrics"));
        rounds(4 * OF_BLOCK, 4 * OF_BLOCK + 10);
        open();
        long[] times = times("counter");
        assertEquals(now, times[times.length - 1]);
    }

    @Test
    void filesHaveNoOtherNames() throws IOException {
        open();
        rounds(0, OF_BLOCK + 1);
        try (Stream<Path> files = Files.list(folder.resolve("metrics"))) {
            assertEquals(
                    List.of("block-" + BEGIN + ".series", "log-" + (BEGIN + OF_BLOCK * STEP) + ".series"),
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
    }
}
