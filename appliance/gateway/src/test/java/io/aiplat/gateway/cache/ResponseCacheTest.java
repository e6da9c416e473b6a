package io.aiplat.gateway.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.routing.CacheRule;
import io.aiplat.wire.ByteSlice;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// What is kept, and for how long.
class ResponseCacheTest {
    private static final long MOST = 10_000;

    private final AtomicLong now = new AtomicLong();
    private final ResponseCache cache = new ResponseCache(now::get, MOST);

    ResponseCacheTest() {
        cache.retain(Set.of("route", "small", "large"));
    }

    private static CacheRule rule(int entries) {
        return new CacheRule(Duration.ofSeconds(10), entries);
    }

    private void keep(String route, String request, int bytes, CacheRule rule) {
        cache.keep(route, request, new CachedResponse(Map.of(), ByteSlice.of(new byte[bytes]), false, now.get()), rule);
    }

    @Test
    void forgetsWhatIsTooOld() {
        keep("route", "a", 10, rule(5));
        now.set(Duration.ofSeconds(10).toNanos() - 1);
        assertNotNull(cache.find("route", "a", rule(5)));
        now.incrementAndGet();
        assertNull(cache.find("route", "a", rule(5)));
        assertEquals(0, cache.bytes());
    }

    @Test
    void whatWasNotUsedForLongestGoesFirst() {
        keep("route", "a", 10, rule(2));
        keep("route", "b", 10, rule(2));
        cache.find("route", "a", rule(2));
        keep("route", "c", 10, rule(2));

        assertNotNull(cache.find("route", "a", rule(2)));
        assertNull(cache.find("route", "b", rule(2)));
    }

    @Test
    void theRouteThatHasMostGivesWay() {
        keep("small", "a", 1000, rule(100));
        for (int i = 0; i < 50; i++) {
            keep("large", "r" + i, 1000, rule(100));
            assertTrue(cache.bytes() <= MOST);
        }

        assertNotNull(cache.find("small", "a", rule(100)));
        assertNotNull(cache.find("large", "r49", rule(100)));
        assertNull(cache.find("large", "r0", rule(100)));
    }

    @Test
    void aNewerAnswerTakesTheOldOnesPlace() {
        keep("route", "a", 1000, rule(5));
        keep("route", "a", 10, rule(5));

        assertEquals(new CachedResponse(Map.of(), ByteSlice.of(new byte[10]), false, 0).bytes(), cache.bytes());
    }

    @Test
    void ofThoseThatFindNothingOneFetches() throws InterruptedException {
        InFlightRequest own = assertInstanceOf(CacheResult.Miss.class, cache.look("route", "a", rule(5)))
                .own();
        assertEquals(new CacheResult.Pending(own), cache.look("route", "a", rule(5)));
        assertInstanceOf(CacheResult.Miss.class, cache.look("route", "b", rule(5)));
        assertNull(own.await(Duration.ZERO), "it is still under way");

        CachedResponse kept = new CachedResponse(Map.of(), ByteSlice.of(new byte[1]), false, 0);
        cache.land("a", own, kept);

        assertEquals(kept, own.await(Duration.ZERO));
        assertInstanceOf(CacheResult.Miss.class, cache.look("route", "a", rule(5)), "it was not kept");
    }

    @Test
    void whatIsTooLargeForAllIsNotKept() {
        keep("route", "a", (int) MOST, rule(5));

        assertNull(cache.find("route", "a", rule(5)));
        assertEquals(0, cache.bytes());
    }
}
