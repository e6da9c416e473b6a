package io.aiplat.quality.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.spend.TokenUsage;
import io.aiplat.quality.observation.Observation;
import io.aiplat.quality.observation.ObservationType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceStoreTest {
    private static final TraceSender ALICE = new TraceSender("alice", "research");
    private static final long NOW = Instant.parse("2026-11-30T12:00:00Z").toEpochMilli() * 1_000_000;
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-30T12:00:00Z"));

    @TempDir
    Path folder;

    private TraceStore store(int key, TraceBounds bounds) {
        byte[] bytes = new byte[ContentCipher.KEY];
        bytes[0] = (byte) key;
        return new TraceStore(folder, () -> new ContentCipher(bytes, new SecureRandom()), bounds, CLOCK);
    }

    private static String trace(int number) {
        return "%032x".formatted(number);
    }

    private static Observation observation(
            int trace, int id, int parent, long started, ObservationType type, long tokens) {
        return new Observation(
                trace(trace),
                "%016x".formatted(id),
                parent == 0 ? "" : "%016x".formatted(parent),
                "step " + id,
                type,
                started,
                started + 1_000_000,
                "DEFAULT",
                "",
                tokens > 0 ? "smoke" : null,
                null,
                TokenUsage.of(tokens, 1),
                tokens > 0 ? tokens * 10 : null,
                new Observation.About("", id == 1 ? "u1" : null, "s1", List.of("t" + id), ""),
                "shop",
                "the secret question",
                "the answer",
                Map.of("number", id, "list", List.of("a", 1)));
    }

    private static Observation ofGateway(Observation of) {
        return new Observation(
                of.trace(),
                of.id(),
                of.parent(),
                of.name(),
                of.type(),
                of.started(),
                of.ended(),
                of.level(),
                of.message(),
                of.model(),
                of.provider(),
                of.usage(),
                of.micros(),
                of.about(),
                TraceStore.GATEWAY,
                of.input(),
                of.output(),
                of.attributes());
    }

    @Test
    void whatWasSentIsKeptAndFound() {
        try (TraceStore store = store(1, TraceBounds.USUAL)) {
            assertEquals(List.of(), store.list(TraceQuery.newest(10)));
            Observation root = observation(1, 1, 0, NOW, ObservationType.AGENT, 0);
            Observation call = observation(1, 2, 1, NOW + 5, ObservationType.GENERATION, 100);
            // A child may come before its root, and anything may come twice.
            store.add(List.of(call), ALICE);
            store.add(List.of(root, call), ALICE);
            store.add(new TraceScore("x", trace(1), null, "helpful", 0.5, null, "fine", 7));
            TraceDetails found = store.trace(trace(1)).orElseThrow();
            assertEquals(List.of(root, call), found.observations());
            TraceSummary summary = found.summary();
            assertEquals("step 1", summary.name());
            assertEquals("u1", summary.user());
            assertEquals(List.of("t2", "t1"), summary.tags());
            assertEquals(2, summary.observations());
            assertEquals(100, summary.input());
            assertEquals(1000L, summary.micros());
            assertEquals(ALICE, summary.sender());
            assertEquals("helpful", found.scores().getFirst().name());
            assertEquals(
                    List.of(summary),
                    store.list(new TraceQuery("u1", "s1", "research", "alice", "ep 1", false, NOW, null, 10)));
            assertEquals(List.of(), store.list(new TraceQuery("u2", null, null, null, null, false, null, null, 10)));
            assertTrue(store.trace(trace(2)).isEmpty());
        }
    }

    @Test
    void whatWasSaidIsEncryptedWithTheKeyOfTheHome() throws IOException {
        try (TraceStore store = store(1, TraceBounds.USUAL)) {
            store.add(List.of(observation(1, 1, 0, NOW, ObservationType.GENERATION, 5)), ALICE);
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                assertFalse(bytes.contains("secret question"), file.toString());
                assertEquals(
                        "rw-------",
                        java.nio.file.attribute.PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            }
        }
        try (TraceStore other = store(2, TraceBounds.USUAL)) {
            Observation lost =
                    other.trace(trace(1)).orElseThrow().observations().getFirst();
            assertEquals("", lost.input());
            assertTrue(lost.message().contains("another key"), lost.message());
        }
    }

    @Test
    void whatIsTooOldGoesAndOfWhatIsTooMuchTheOldest() {
        TraceBounds small = new TraceBounds(Duration.ofDays(30), 400_000, 10_000);
        try (TraceStore store = store(1, small)) {
            long old = NOW - Duration.ofDays(31).toNanos();
            store.add(List.of(observation(1, 1, 0, old, ObservationType.SPAN, 0)), ALICE);
            List<Observation> many = new ArrayList<>();
            for (int i = 2; i < 4_500; i++) {
                many.add(observation(i, 1, 0, NOW - Duration.ofDays(1).toNanos() + i, ObservationType.SPAN, 0));
            }
            store.add(many, ALICE);
            store.add(List.of(observation(9_999, 1, 0, NOW, ObservationType.SPAN, 0)), ALICE);
            TraceUse use = store.use();
            assertEquals(1, use.tooOld());
            assertTrue(use.tooMuch() > 0, use::toString);
            assertTrue(use.bytes() < 2 * small.bytes(), use::toString);
            assertEquals(
                    trace(9_999), store.list(TraceQuery.newest(1)).getFirst().trace(), "the newest stays");
            assertTrue(store.trace(trace(2)).isEmpty(), "the oldest went");
        }
    }

    @Test
    void whatTheGatewayTracesDoesNotDriveOutWhatProgramsSend() {
        TraceBounds small = new TraceBounds(Duration.ofDays(30), 400_000, 10_000);
        try (TraceStore store = store(1, small)) {
            store.add(List.of(observation(1, 1, 0, NOW - 9_999, ObservationType.SPAN, 0)), ALICE);
            List<Observation> many = new ArrayList<>();
            for (int i = 2; i < 4_500; i++) {
                Observation each = observation(i, 1, 0, NOW - 5_000 + i, ObservationType.SPAN, 0);
                many.add(ofGateway(each));
            }
            store.add(many, ALICE);
            assertTrue(store.use().tooMuch() > 0, store.use()::toString);
            assertTrue(store.trace(trace(1)).isPresent(), "it is the oldest, and of a program");
            assertTrue(store.trace(trace(2)).isEmpty());
        }
    }

    @Test
    void oneTraceDoesNotFillTheStore() {
        try (TraceStore store = store(1, new TraceBounds(Duration.ofDays(1), 1 << 30, 3))) {
            for (int i = 1; i <= 5; i++) {
                store.add(List.of(observation(1, i, 0, NOW + i, ObservationType.SPAN, 0)), ALICE);
            }
            assertEquals(3, store.trace(trace(1)).orElseThrow().observations().size());
            assertEquals(2, store.use().tooLong());
        }
    }
}
