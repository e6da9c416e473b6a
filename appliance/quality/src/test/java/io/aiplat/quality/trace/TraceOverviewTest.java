package io.aiplat.quality.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.aiplat.model.spend.TokenUsage;
import io.aiplat.quality.observation.Observation;
import io.aiplat.quality.observation.ObservationType;
import io.aiplat.quality.trace.TraceGroup.By;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceOverviewTest {
    private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");
    private static final long NOW = NOON.toEpochMilli() * 1_000_000;
    private static final long SECOND = 1_000_000_000;

    @TempDir
    Path folder;

    private TraceStore store;

    @BeforeEach
    void twoSessionsOfTwoUsers() {
        store = new TraceStore(
                folder,
                () -> new ContentCipher(new byte[ContentCipher.KEY], new SecureRandom()),
                TraceBounds.USUAL,
                InstantSource.fixed(NOON));
        add(1, "ann", "s1", "DEFAULT", 100L, "research");
        add(2, "bob", "s1", "ERROR", 50L, "research");
        add(3, "ann", "s2", "DEFAULT", null, "sales");
        add(4, null, null, "DEFAULT", 7L, "sales");
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void add(
            int number,
            @Nullable String user,
            @Nullable String session,
            String level,
            @Nullable Long micros,
            String team) {
        Observation observation = new Observation(
                "%032x".formatted(number),
                "%016x".formatted(number),
                "",
                "step",
                ObservationType.GENERATION,
                NOW + number * SECOND,
                NOW + (number + 2) * SECOND,
                level,
                "",
                "smoke",
                null,
                TokenUsage.of(10, number),
                micros,
                new Observation.About("", user, session, List.of(), ""),
                "shop",
                "",
                "",
                Map.of());
        store.add(List.of(observation), new TraceSender("key-of-" + team, team));
    }

    private static TraceQuery of(@Nullable String team, @Nullable Long after, @Nullable Long before) {
        return new TraceQuery(null, null, team, null, null, false, after, before, 10);
    }

    @Test
    void sessionsAreSummedTheLastActiveFirst() {
        List<TraceGroup> sessions = store.overview().groups(By.SESSION, TraceQuery.newest(10));

        assertEquals(
                List.of(
                        new TraceGroup("s2", 1, 1, 0, NOW + 3 * SECOND, NOW + 3 * SECOND, 2_000, 10, 3, null),
                        new TraceGroup("s1", 2, 2, 1, NOW + SECOND, NOW + 2 * SECOND, 4_000, 20, 3, 150L)),
                sessions);
    }

    @Test
    void usersAreSummedAsFarAsATeamSeesThem() {
        TraceOverview overview = store.overview();

        assertEquals(
                List.of("ann", "bob"),
                overview.groups(By.USER, TraceQuery.newest(10)).stream()
                        .map(TraceGroup::name)
                        .toList());
        TraceGroup ann = overview.groups(By.USER, of("research", null, null)).getLast();
        assertEquals(1, ann.traces());
        assertEquals(100L, ann.micros());
    }

    @Test
    void onlyATimeCounts() {
        TraceOverview overview = store.overview();

        assertEquals(
                List.of("s2"),
                overview.groups(By.SESSION, of(null, NOW + 3 * SECOND, null)).stream()
                        .map(TraceGroup::name)
                        .toList());
        assertEquals(
                List.of("s1"),
                overview.groups(By.SESSION, of(null, null, NOW + 3 * SECOND)).stream()
                        .map(TraceGroup::name)
                        .toList());
    }

    @Test
    void scoresAreListedAndSummedByName() {
        String first = "%032x".formatted(1);
        store.add(new TraceScore("a", first, null, "helpful", 0.5, null, null, 1));
        TraceScore word = new TraceScore("w", "%032x".formatted(2), null, "tone", null, "kind", null, 0);
        store.add(word);
        assertEquals(
                List.of(word), store.trace("%032x".formatted(2)).orElseThrow().scores());
        store.add(new TraceScore("b", "%032x".formatted(3), null, "helpful", 1.0, null, "fine", 2));
        store.add(new TraceScore("c", "%032x".formatted(99), null, "tone", null, "kind", null, 3));
        TraceOverview overview = store.overview();

        List<ScoreSummary> names = overview.scoreNames(null);
        assertEquals(new ScoreSummary("helpful", 2, 0.75, 0.5, 1.0), names.getFirst());
        assertNull(names.getLast().mean());
        assertEquals(2, overview.scoreNames("research").size());
        assertEquals(
                List.of("c", "b", "a", "w"),
                overview.scores(null, null, null, 10).stream()
                        .map(TraceScore::id)
                        .toList());
        assertEquals(
                List.of("a"),
                overview.scores("research", "helpful", 2L, 10).stream()
                        .map(TraceScore::id)
                        .toList());
    }

    @Test
    void whereNothingWasTracedThereIsNothing() {
        TraceStore empty = new TraceStore(
                folder.resolve("none"),
                () -> new ContentCipher(new byte[ContentCipher.KEY], new SecureRandom()),
                TraceBounds.USUAL,
                InstantSource.fixed(NOON));

        assertEquals(List.of(), empty.overview().groups(By.USER, TraceQuery.newest(10)));
        assertEquals(List.of(), empty.overview().scores(null, null, null, 1));
        assertEquals(List.of(), empty.overview().scoreNames(null));
    }
}
