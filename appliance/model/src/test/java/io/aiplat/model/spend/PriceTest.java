package io.aiplat.model.spend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PriceTest {
    private static final Price.PerToken TOKENS = new Price.PerToken(150_000, 75_000, 600_000);

    @Test
    void addsInputCachedInputAndOutput() {
        assertEquals(150 + 600, TOKENS.cost(TokenUsage.of(1000, 1000), Duration.ZERO));
        assertEquals(90 + 30, TOKENS.cost(new TokenUsage(1000, 0, 400L, null, null, false), Duration.ZERO));
        assertEquals(150 + 600, TOKENS.bound(1000, 1000, Duration.ZERO));
    }

    @Test
    void chargesForWhatACacheLearns() {
        Price.PerToken price = new Price.PerToken(3_000_000, 300_000, 3_750_000, 15_000_000);
        assertEquals(
                500 * 3 + 200 * 3 / 10 + 300 * 15 / 4,
                price.cost(new TokenUsage(1000, 0, 200L, 300L, null, false), Duration.ZERO));
        assertEquals(3750 + 15_000, price.bound(1000, 1000, Duration.ZERO), "all of it may be new to the cache");
    }

    @Test
    void isRoundedUpOnceForEachRequest() {
        assertEquals(1, TOKENS.cost(TokenUsage.of(1, 0), Duration.ZERO));
        assertEquals(1, TOKENS.cost(new TokenUsage(2, 1, 1L, null, null, false), Duration.ZERO));
        assertEquals(0, TOKENS.cost(TokenUsage.NONE, Duration.ZERO));
    }

    @Test
    void neverOverflows() {
        Price dear = new Price.PerToken(1_000_000_000_000L, 0, 1_000_000_000_000L);
        TokenUsage all =
                new TokenUsage(Long.MAX_VALUE, Long.MAX_VALUE / 3, Long.MAX_VALUE / 3, Long.MAX_VALUE / 3, null, false);
        long most = 1_000_000_000_000L;
        assertEquals(Price.MOST, new Price.PerToken(most, most, most, most).cost(all, Duration.ZERO));
        assertEquals(Price.MOST, dear.bound(Integer.MAX_VALUE, Integer.MAX_VALUE, Duration.ZERO));
        assertEquals(Price.MOST, dear.cost(TokenUsage.of(Long.MAX_VALUE / 2, Long.MAX_VALUE / 2), Duration.ZERO));
        assertEquals(Price.MOST, new Price.PerGpuHour(1_000_000_000_000L).bound(0, 0, Duration.ofDays(10_000_000)));
    }

    @Test
    void ofAGpuHourGoesByTime() {
        Price hour = new Price.PerGpuHour(3_600_000);
        assertEquals(1, hour.cost(TokenUsage.of(5, 5), Duration.ofMillis(1)));
        assertEquals(60_000, hour.bound(5, 5, Duration.ofMinutes(1)));
    }

    @Test
    void isRefusedWhereItMakesNoSense() {
        assertThrows(IllegalArgumentException.class, () -> new Price.PerGpuHour(-1));
    }
}
