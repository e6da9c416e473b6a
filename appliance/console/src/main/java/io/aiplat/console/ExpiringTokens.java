package io.aiplat.console;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Expiring tokens: secrets that open something for a while.
/// Kept in memory only, so a restart ends them all.
final class ExpiringTokens {
    private static final int BYTES = 32;

    private final SecureRandom random;
    private final Clock clock;
    private final Duration validFor;
    private final Map<String, Instant> ends = new ConcurrentHashMap<>();

    ExpiringTokens(SecureRandom random, Clock clock, Duration validFor) {
        this.random = random;
        this.clock = clock;
        this.validFor = validFor;
    }

    /// A new one, safe in URLs and cookies.
    String issue() {
        Instant now = clock.instant();
        ends.values().removeIf(end -> !end.isAfter(now));
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        ends.put(token, now.plus(validFor));
        return token;
    }

    boolean isValid(String token) {
        Instant end = ends.get(token);
        return end != null && end.isAfter(clock.instant());
    }

    /// Ends one.
    ///
    /// @return whether it was valid until now; of two who try at once only one hears yes
    boolean spend(String token) {
        Instant end = ends.remove(token);
        return end != null && end.isAfter(clock.instant());
    }
}
