package io.aiplat.governance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerClockTest {
    private static final long START = Instant.parse("2026-11-21T12:30:00Z").toEpochMilli();

    private long wall = START;
    private long nanos = 77;
    private final InstantSource day = () -> Instant.ofEpochMilli(wall);
    private LedgerClock clock = new LedgerClock(day, () -> nanos, Long.MIN_VALUE);

    private void pass(Duration time) {
        wall += time.toMillis();
        nanos += time.toNanos();
    }

    private long off() {
        return clock.trusted() - START - (nanos - 77) / 1_000_000;
    }

    @Test
    void isTheTimeOfDayAsLongAsBothGoOn() {
        for (int i = 0; i < 1000; i++) {
            pass(Duration.ofMillis(37 * i % 5000));
            assertEquals(wall, clock.trusted());
        }
        assertTrue(clock.isSettled() || nanos < LedgerClock.BACK_NANOS);
    }

    @ParameterizedTest
    @ValueSource(
            longs = {3, 3600, 86_400, 31_536_000, 250_000_000_000L, -3, -3600, -86_400, -31_536_000, -1_795_264_200})
    void putsAStepAsideThatDoesNotHold(long seconds) {
        clock.trusted();
        wall += seconds * 1000;
        assertEquals(0, off());
        pass(Duration.ofMinutes(9));
        assertEquals(0, off());
        wall -= seconds * 1000;
        assertEquals(0, off());
        assertFalse(clock.steppedBack());
    }

    @Test
    void believesAStepForwardAfterTenMinutesAndBackAfterAnHour() {
        clock.trusted();
        wall += 86_400_000;
        clock.trusted();
        pass(Duration.ofMinutes(10).minusMillis(1));
        assertEquals(0, off());
        pass(Duration.ofMillis(1));
        assertEquals(86_400_000, off());
        assertFalse(clock.isSettled());
        wall -= 86_400_000;
        clock.trusted();
        pass(Duration.ofHours(1).minusMillis(1));
        assertEquals(86_400_000, off());
        assertFalse(clock.steppedBack());
        pass(Duration.ofMillis(1));
        assertEquals(0, off());
        assertTrue(clock.steppedBack());
        assertFalse(clock.steppedBack());
        pass(Duration.ofHours(1));
        assertTrue(clock.isSettled());
    }

    @Test
    void aClockThatJumpsAboutIsNotBelieved() {
        clock.trusted();
        for (int i = 1; i < 100; i++) {
            wall += Duration.ofDays(i).toMillis();
            pass(Duration.ofMinutes(9));
            assertEquals(0, off());
        }
    }

    @Test
    void smallStepsDoNotAddUp() {
        for (int i = 0; i < 1000; i++) {
            wall += 1500;
            pass(Duration.ofMillis(100));
            clock.trusted();
        }
        // A hundred seconds passed, and the time of day made 1500 of it.
        assertTrue(off() <= 12_000, off() + " ms ahead");
    }

    @Test
    void followsAClockThatIsCorrectedSlowly() {
        for (int i = 0; i < 100_000; i++) {
            wall += 5;
            pass(Duration.ofMillis(250));
            assertEquals(wall, clock.trusted());
        }
    }

    @Test
    void doesNotGoBackWithAMonotonicClockThatDoes() {
        clock.trusted();
        pass(Duration.ofDays(365));
        assertEquals(wall, clock.trusted());
        pass(Duration.ofDays(-365));
        assertEquals(START + Duration.ofDays(365).toMillis(), clock.trusted());
    }

    @Test
    void beginsWhereSomethingWasSpentLast() {
        clock = new LedgerClock(day, () -> nanos, START + 5_000_000);
        assertEquals(START + 5_000_000, clock.trusted());
        pass(Duration.ofHours(1));
        assertEquals(wall, clock.trusted());
    }
}
