package io.aiplat.governance;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.aiplat.governance.key.KeySettings;
import io.aiplat.governance.key.KeySnapshot;
import io.aiplat.governance.key.NewKey;
import io.aiplat.governance.key.Role;
import io.aiplat.governance.limit.Limits;
import io.aiplat.governance.store.Administration;
import io.aiplat.governance.store.GovernanceStore;
import io.aiplat.governance.wal.GovernanceIntervals;
import io.aiplat.model.Problem;
import io.aiplat.model.Secret;
import io.aiplat.model.spend.Budget;
import io.aiplat.model.spend.Price;
import io.aiplat.model.spend.TokenUsage;
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
public final class Office implements AutoCloseable, GovernanceListener {
    public static final GovernanceIntervals STILL =
            new GovernanceIntervals(Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1), 1 << 16);
    public static final Price PER_TOKEN = new Price.PerToken(1_000_000, 1_000_000, 1_000_000);
    /// A Saturday, in the middle of an hour.
    public static final Instant NOON = Instant.parse("2026-11-21T12:30:00Z");

    public final List<RequestDenied> overlooked = Collections.synchronizedList(new ArrayList<>());
    public final List<String> failures = Collections.synchronizedList(new ArrayList<>());
    private final AtomicLong millis = new AtomicLong();
    private final AtomicLong nanos = new AtomicLong();
    final InstantSource clock = () -> Instant.ofEpochMilli(millis());
    public final Governance governance;

    public Office(Path folder) {
        this(folder, NOON, STILL);
    }

    public Office(Path folder, Instant now, GovernanceIntervals pace) {
        this(new GovernanceStore(folder), now, pace);
    }

    public Office(GovernanceStore store, Instant now, GovernanceIntervals pace) {
        this(store, now, pace, true);
    }

    /// @param monotonic whether there is a clock that tells how much time has passed; if not, that of the day is
    ///     believed whatever it says
    Office(GovernanceStore store, Instant now, GovernanceIntervals pace, boolean monotonic) {
        millis.set(now.toEpochMilli());
        governance = Governance.open(store, clock, monotonic ? nanos::get : null, new SecureRandom(), this, pace);
    }

    private long millis() {
        return millis.get();
    }

    public Administration admin() {
        return governance.administration();
    }

    public void pass(Duration time) {
        millis.addAndGet(time.toMillis());
        nanos.addAndGet(time.toNanos());
    }

    /// Sets the clock forward or back, at once.
    public void jump(Duration time) {
        millis.addAndGet(time.toMillis());
    }

    /// A key with limits that belongs to nobody.
    public KeySnapshot key(String name, Limits limits) {
        return key(new NewKey(name, Role.ORDINARY, null, null, KeySettings.PLAIN.with(limits)));
    }

    public KeySnapshot key(NewKey key) {
        return admit(admin().createKey(key).token());
    }

    /// Gives a key other settings.
    public void change(String name, UnaryOperator<KeySettings> change) {
        admin().updateKey(
                        name,
                        key -> new NewKey(name, key.role(), key.user(), key.team(), change.apply(key.settings())));
    }

    public KeySnapshot admit(Secret token) {
        return assertInstanceOf(KeySnapshot.class, governance.admit(token.value()));
    }

    /// Reserves tokens at one micro-unit each.
    public ReservationResult ask(KeySnapshot key, long tokens) {
        return governance.reserve(key, new ReservationRequest("fast", 0, tokens, PER_TOKEN, List.of()));
    }

    public Reservation granted(KeySnapshot key, long tokens) {
        return assertInstanceOf(Reservation.class, ask(key, tokens));
    }

    public RequestDenied refused(KeySnapshot key, long tokens) {
        return assertInstanceOf(RequestDenied.class, ask(key, tokens));
    }

    public static TokenUsage used(long tokens) {
        return TokenUsage.of(0, tokens);
    }

    public static Limits budget(String... budgets) {
        return new Limits(Arrays.stream(budgets).map(Budget::parse).toList(), null, null, null, List.of());
    }

    @Override
    public void shadowed(KeySnapshot key, RequestDenied refusal) {
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
