package io.aiplat.inference.embedded.worker;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A result that is lost is asked for again, and one that takes its time is not.
@Timeout(30)
class EmbeddingWatchdogTest {
    private static final float[] VECTOR = {1, 2};

    private final EmbeddingWatchdog watchdog = new EmbeddingWatchdog();
    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void aLostResultIsAskedForAgain() throws Exception {
        float[] vector = watchdog.embed(() -> {
            if (asked.incrementAndGet() == 1) {
                waitForEver();
            }
            return VECTOR;
        });

        assertArrayEquals(VECTOR, vector);
        assertEquals(2, asked.get());
        assertSame(VECTOR, watchdog.embed(() -> VECTOR));
    }

    private static void waitForEver() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatIsStillComputedIsWaitedFor() throws Exception {
        long end = System.nanoTime() + 1_500_000_000L;
        float[] vector = watchdog.embed(() -> {
            asked.incrementAndGet();
            while (System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            return VECTOR;
        });

        assertArrayEquals(VECTOR, vector);
        assertEquals(1, asked.get());
    }

    @Test
    void aRefusalGoesThrough() {
        IllegalStateException refusal = new IllegalStateException("no");

        assertSame(
                refusal,
                assertThrows(
                        IllegalStateException.class,
                        () -> watchdog.embed(() -> {
                            throw refusal;
                        })));
    }
}
