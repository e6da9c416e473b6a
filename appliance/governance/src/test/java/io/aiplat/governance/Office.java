package io.aiplat.governance;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.aiplat.model.Problem;
import io.aiplat.model.Secret;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/// A governance over a folder, with a clock that tests turn and a background thread that does nothing until
/// it is closed.
final class Office implements AutoCloseable, GovernanceListener {
    static final Pace STILL = new Pace(Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1), 1 << 16);
    static final Price PER_TOKEN = new Price.PerToken(1_000_000, 1_000_000, 1_000_000);
    /// A Saturday, in the middle of an hour.
    static final Instant NOON = Instant.parse("2026-11-21T12:30:00Z");

    final List<Refusal> overlooked = Collections.synchronizedList(new ArrayList<>());
    final List<String> failures = Collections.synchronizedList(new ArrayList<>());
    private final AtomicLong millis = new AtomicLong();
    private final AtomicLong nanos = new AtomicLong();
    final InstantSource clock = () -> Instant.ofEpochMilli(millis());
    final Governance governance;

    Office(Path folder) {
        this(folder, NOON, STILL);
    }

    Office(Path folder, Instant now, Pace pace) {
        this(new Store(folder), now, pace);
    }

    Office(Store store, Instant now, Pace pace) {
        this(store, now, pace, true);
    }

    /// @param monotonic whether there is a clock that tells how much time has passed; if not, that of the day is
    ///     believed whatever it says
    Office(Store store, Instant now, Pace pace, boolean monotonic) {
        millis.set(now.toEpochMilli());
        governance = Governance.open(store, clock, monotonic ? nanos::get : null, new SecureRandom(), this, pace);
    }

    private long millis() {
        return millis.get();
    }

    Administration admin() {
        return governance.administration();
    }

    void pass(Duration time) {
        millis.addAndGet(time.toMillis());
        nanos.addAndGet(time.toNanos());
    }

    /// Sets the clock forward or back, at once.
    void jump(Duration time) {
        millis.addAndGet(time.toMillis());
    }

    /// A key with limits that belongs to nobody.
    KeySnapshot key(String name, Limits limits) {
        return key(new NewKey(name, Role.ORDINARY, null, null, KeySettings.PLAIN.with(limits)));
    }

    KeySnapshot key(NewKey key) {
        return admit(admin().createKey(key).token());
    }

    /// Gives a key other settings.
    void change(String name, UnaryOperator<KeySettings> change) {
        admin().updateKey(
                        name,
                        key -> new NewKey(name, key.role(), key.user(), key.team(), change.apply(key.settings())));
    }

    KeySnapshot admit(Secret token) {
        return assertInstanceOf(KeySnapshot.class, governance.admit(token.value()));
    }

    /// Reserves tokens at one micro-unit each.
    Decision ask(KeySnapshot key, long tokens) {
        return governance.reserve(key, new Ask("fast", 0, tokens, PER_TOKEN, List.of()));
    }

    Reservation granted(KeySnapshot key, long tokens) {
        return assertInstanceOf(Reservation.class, ask(key, tokens));
    }

    Refusal refused(KeySnapshot key, long tokens) {
        return assertInstanceOf(Refusal.class, ask(key, tokens));
    }

    static Usage used(long tokens) {
        return new Usage(0, tokens, 0, false);
    }

    static Limits budget(String... budgets) {
        return new Limits(Arrays.stream(budgets).map(Budget::parse).toList(), null, null, null, List.of());
    }

    @Override
    public void shadowed(KeySnapshot key, Refusal refusal) {
        overlooked.add(refusal);
    }

    @Override
    public void storeFailed(Problem problem) {
        failures.add(problem.code().id());
    }

    @Override
    public void close() {
        governance.close();
    }
}
