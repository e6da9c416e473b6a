package io.aiplat.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class TransferSpeedTest {
    private static final long MB = 1_000_000;

    private final TransferSpeed speed = new TransferSpeed();
    private Instant now = Instant.EPOCH;

    private TransferSpeed.Estimate after(long seconds, long done) {
        now = now.plusSeconds(seconds);
        return Objects.requireNonNull(speed.at(done, 1000 * MB, now));
    }

    @Test
    void countsWhatCameSinceTheFirstReport() {
        assertNull(speed.at(400 * MB, 1000 * MB, now), "what an earlier process fetched is no speed");
        assertEquals(new TransferSpeed.Estimate(10 * MB, Duration.ofSeconds(59)), after(1, 410 * MB));
    }

    @Test
    void isTheMeanOfTheLastSeconds() {
        speed.at(0, 1000 * MB, now);
        for (int second = 1; second <= 20; second++) {
            after(1, second * 20 * MB);
        }
        assertEquals(20 * MB, after(1, 420 * MB).bytesPerSecond());
        for (int second = 0; second < 12; second++) {
            after(1, 420 * MB);
        }
        assertEquals(new TransferSpeed.Estimate(0, null), after(1, 420 * MB), "nothing comes any more");
    }

    @Test
    void beginsAnewWithAnotherTransfer() {
        speed.at(0, 1000 * MB, now);
        after(5, 500 * MB);
        assertNull(speed.at(0, 2000 * MB, now.plusSeconds(6)));
        assertNull(speed.at(1, 3, now.plusSeconds(9)), "three images are no bytes");
        assertNull(speed.at(5, 0, now.plusSeconds(12)), "nobody knows how much there is");
    }
}
