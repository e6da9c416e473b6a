package io.aiplat.governance.spend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PriceTest {
    private static final Price.PerToken TOKENS = new Price.PerToken(150_000, 75_000, 600_000);

    @Test
    void addsInputCachedInputAndOutput() {
        assertEquals(150 + 600, TOKENS.cost(new ChargedUsage(1000, 1000, 0, false), Duration.ZERO));
        assertEquals(90 + 30, TOKENS.cost(new ChargedUsage(1000, 0, 400, false), Duration.ZERO));
        assertEquals(150 + 600, TOKENS.bound(1000, 1000, Duration.ZERO));
    }

    @Test
    void chargesForWhatACacheLearns() {
        Price.PerToken price = new Price.PerToken(3_000_000, 300_000, 3_750_000, 15_000_000);
        assertEquals(
                500 * 3 + 200 * 3 / 10 + 300 * 15 / 4,
                price.cost(new ChargedUsage(1000, 0, 200, 300, false), Duration.ZERO));
        assertEquals(3750 + 15_000, price.bound(1000, 1000, Duration.ZERO), "all of it may be new to the cache");
    }

    @Test
    void isRoundedUpOnceForEachRequest() {
        assertEquals(1, TOKENS.cost(new ChargedUsage(1, 0, 0, false), Duration.ZERO));
        assertEquals(1, TOKENS.cost(new ChargedUsage(2, 1, 1, false), Duration.ZERO));
        assertEquals(0, TOKENS.cost(new ChargedUsage(0, 0, 0, false), Duration.ZERO));
    }

    @Test
    void neverOverflows() {
        Price dear = new Price.PerToken(1_000_000_000_000L, 0, 1_000_000_000_000L);
        ChargedUsage all =
                new ChargedUsage(Long.MAX_VALUE, Long.MAX_VALUE / 3, Long.MAX_VALUE / 3, Long.MAX_VALUE / 3, false);
        long most = 1_000_000_000_000L;
        assertEquals(Price.MOST, new Price.PerToken(most, most, most, most).cost(all, Duration.ZERO));
        assertEquals(Price.MOST, dear.bound(Integer.MAX_VALUE, Integer.MAX_VALUE, Duration.ZERO));
        assertEquals(
                Price.MOST,
                dear.cost(new ChargedUsage(Long.MAX_VALUE / 2, Long.MAX_VALUE / 2, 0, false), Duration.ZERO));
        assertEquals(Price.MOST, new Price.PerGpuHour(1_000_000_000_000L).bound(0, 0, Duration.ofDays(10_000_000)));
    }

    @Test
    void ofAGpuHourGoesByTime() {
        Price hour = new Price.PerGpuHour(3_600_000);
        assertEquals(1, hour.cost(new ChargedUsage(5, 5, 0, false), Duration.ofMillis(1)));
        assertEquals(60_000, hour.bound(5, 5, Duration.ofMinutes(1)));
    }

    @Test
    void isRefusedWhereItMakesNoSense() {
        assertThrows(IllegalArgumentException.class, () -> new Price.PerGpuHour(-1));
        assertThrows(IllegalArgumentException.class, () -> new ChargedUsage(1, 1, 2, false));
        assertThrows(IllegalArgumentException.class, () -> new ChargedUsage(3, 1, 2, 2, false));
        assertThrows(IllegalArgumentException.class, () -> new ChargedUsage(3, 1, 0, 0, 2, false));
        assertThrows(IllegalArgumentException.class, () -> new ChargedUsage(3, 1, 2, -1, false));
    }
}
