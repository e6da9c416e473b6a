package io.aiplat.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EventuallyTest {
    private static final Duration SHORT = Duration.ofMillis(30);

    private final AtomicInteger looks = new AtomicInteger();

    @Test
    void looksUntilItIsSo() throws InterruptedException {
        Eventually.holds("the third look is right", () -> looks.incrementAndGet() == 3);

        assertEquals(3, looks.get());
    }

    @Test
    void whatIsSoAtOnceIsLookedAtOnce() throws InterruptedException {
        Eventually.holds("it is so", Duration.ZERO, () -> looks.incrementAndGet() == 1);

        assertEquals(1, looks.get());
    }

    @Test
    void whatNeverComesIsNamed() {
        AssertionError error = assertThrows(
                AssertionError.class, () -> Eventually.holds("the moon is made of cheese", SHORT, () -> false));

        assertEquals("not within 30 ms: the moon is made of cheese", error.getMessage());
    }

    @Test
    void whatWasSeenIsHandedOn() throws InterruptedException {
        assertEquals(4, Eventually.seen("there are four", looks::incrementAndGet, count -> count > 3));
    }

    @Test
    void whatWasSeenLastIsTold() {
        AssertionError error = assertThrows(
                AssertionError.class,
                () -> Eventually.seen("there are two", SHORT, () -> "one", seen -> seen.equals("two")));

        assertEquals("not within 30 ms: there are two; seen last: one", error.getMessage());
    }

    @Test
    void aLookThatFailsEndsTheWait() {
        IOException gone = new IOException("gone");

        assertSame(
                gone,
                assertThrows(
                        IOException.class,
                        () -> Eventually.holds("it is there", () -> {
                            looks.incrementAndGet();
                            throw gone;
                        })));
        assertEquals(1, looks.get());
    }

    @Test
    void anAssertionIsRepeatedWhateverItFailsBy() throws InterruptedException {
        Eventually.passes("the third try passes", Eventually.SOON, () -> {
            switch (looks.incrementAndGet()) {
                case 1 -> throw new IOException("not yet");
                case 2 -> throw new AssertionError("nor now");
                default -> {}
            }
        });

        assertEquals(3, looks.get());
    }

    @Test
    void theLastFailureIsTold() {
        AssertionError error = assertThrows(
                AssertionError.class,
                () -> Eventually.passes("two is three", SHORT, () -> assertEquals(2, 3, "the sum")));

        assertTrue(error.getMessage().startsWith("not within 30 ms: two is three; failed last: "), error.getMessage());
        assertTrue(error.getMessage().endsWith("the sum ==> expected: <2> but was: <3>"), error.getMessage());
        assertEquals("the sum ==> expected: <2> but was: <3>", error.getCause().getMessage());
    }

    @Test
    void whoIsInterruptedWaitsNoLonger() {
        Thread.currentThread().interrupt();

        assertThrows(InterruptedException.class, () -> Eventually.holds("it is so", () -> false));
        assertThrows(
                InterruptedException.class,
                () -> Eventually.passes("it is so", SHORT, () -> {
                    throw new InterruptedException();
                }));
    }
}
