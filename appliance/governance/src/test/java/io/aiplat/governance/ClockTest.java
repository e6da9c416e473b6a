package io.aiplat.governance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.governance.key.AuthenticationFailure;
import io.aiplat.governance.key.IssuedKey;
import io.aiplat.governance.key.KeySettings;
import io.aiplat.governance.key.KeySnapshot;
import io.aiplat.governance.key.NewKey;
import io.aiplat.governance.key.Role;
import io.aiplat.governance.limit.Limits;
import io.aiplat.governance.spend.SpendBy;
import io.aiplat.governance.store.GovernanceStore;
import io.aiplat.model.Secret;
import io.aiplat.model.spend.Budget;
import io.aiplat.model.spend.Window;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a clock that is wrong for a while, or was, does to budgets: it gives nothing away.
class ClockTest {
    private static final Duration YEAR = Duration.ofDays(365);
    private static final long MOST = 100;
    /// `-Daiplat.seeds=100` walks further.
    private static final int SEEDS = Integer.getInteger("aiplat.seeds", 2);

    private static final Duration[] JUMPS = {
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofMinutes(1),
        Duration.ofMinutes(45),
        Duration.ofHours(12),
        Duration.ofDays(1),
        Duration.ofDays(20),
        YEAR,
        Duration.ofDays(365 * 8000),
        Duration.ofMillis(-1_795_264_200_000L)
    };

    @TempDir
    Path folder;

    private int stores;

    private Office believing(Instant now) {
        return new Office(new GovernanceStore(folder.resolve("believing")), now, Office.STILL, false);
    }

    private static long through(Office office, KeySnapshot key, int requests) {
        long through = 0;
        for (int i = 0; i < requests; i++) {
            if (office.ask(key, 1) instanceof Reservation reservation) {
                reservation.settleInFull();
                through++;
            }
        }
        return through;
    }

    @ParameterizedTest
    @ValueSource(strings = {"hour", "day", "week", "month", "total", "1m", "1h", "7d"})
    void aBudgetCountsAfterTheClockWasAheadForOneLook(String window) {
        for (boolean monotonic : new boolean[] {true, false}) {
            GovernanceStore store = new GovernanceStore(folder.resolve(window + monotonic));
            try (Office office = new Office(store, Office.NOON, Office.STILL, monotonic)) {
                KeySnapshot key = office.key("laptop", Office.budget("0.00001/" + window));
                long through = through(office, key, 3);
                for (Duration jump : JUMPS) {
                    office.jump(jump);
                    office.governance.budgetsLeft();
                    office.jump(jump.negated());
                    through += through(office, key, 3);
                }
                through += through(office, key, 200);
                assertEquals(10, through, window + (monotonic ? "" : " without a monotonic clock"));
            }
        }
    }

    @Test
    void limitsPerMinuteHoldWhateverTheTimeOfDay() {
        try (Office office = new Office(folder)) {
            KeySnapshot key = office.key("laptop", new Limits(List.of(), 5L, 1000L, null, List.of()));
            long through = 0;
            for (Duration jump : JUMPS) {
                office.jump(jump);
                through += through(office, key, 3);
                office.jump(jump.negated());
                through += through(office, key, 3);
            }
            assertEquals(5, through);
            // One of the jumps was small enough to be followed.
            office.pass(Duration.ofSeconds(61));
            assertEquals(5, through(office, key, 10));
        }
    }

    @Test
    void anExpiredKeyOpensNothingWhenTheClockIsSetBack() {
        KeySettings settings =
                new KeySettings(Limits.NONE, Office.NOON.plus(Duration.ofHours(1)), List.of(), false, false);
        Path store = folder.resolve("store");
        Secret token;
        try (Office office = new Office(store)) {
            token = office.admin()
                    .createKey(new NewKey("laptop", Role.ORDINARY, null, null, settings))
                    .token();
            KeySnapshot other = office.key("other", Limits.NONE);
            office.jump(YEAR);
            assertEquals(AuthenticationFailure.EXPIRED, office.governance.admit(token.value()));
            office.jump(YEAR.negated());
            assertInstanceOf(KeySnapshot.class, office.governance.admit(token.value()));
            office.pass(Duration.ofHours(2));
            assertEquals(AuthenticationFailure.EXPIRED, office.governance.admit(token.value()));
            office.jump(Duration.ofDays(-10_000));
            assertEquals(AuthenticationFailure.EXPIRED, office.governance.admit(token.value()));
            office.granted(other, 1).settleInFull();
        }
        try (Office office = new Office(store, Instant.EPOCH, Office.STILL)) {
            assertEquals(
                    AuthenticationFailure.EXPIRED,
                    office.governance.admit(token.value()),
                    "and after a start with a dead clock");
        }
    }

    @Test
    void whatWasSpentWithTheClockAheadCountsAfterARestartWithItRight() throws Exception {
        Path store = folder.resolve("store");
        Secret token;
        try (Office office = new Office(store, Office.NOON.plus(YEAR), Office.STILL)) {
            IssuedKey issued = office.admin()
                    .createKey(new NewKey(
                            "laptop",
                            Role.ORDINARY,
                            null,
                            null,
                            KeySettings.PLAIN.with(Office.budget("0.00001/month", "0.00001/7d"))));
            token = issued.token();
            assertEquals(10, through(office, office.admit(token), 20));
        }
        try (Office office = new Office(store)) {
            assertEquals(0, through(office, office.admit(token), 20));
            // And once the earlier time has held on, it was spent now: the next month is open.
            office.governance.look();
            office.pass(Duration.ofHours(1));
            office.governance.look();
            assertEquals(0, through(office, office.admit(token), 20));
            LocalDate today = LocalDate.parse("2026-11-21");
            assertEquals(
                    10,
                    office.admin().spend(SpendBy.KEY, today, today).getFirst().micros());
            office.pass(Duration.ofDays(32));
            assertEquals(10, through(office, office.admit(token), 20));
        }
    }

    @Test
    void aStartWithTheClockAheadForOneLookOpensNothing() {
        Path store = folder.resolve("store");
        Secret token;
        try (Office office = new Office(store)) {
            token = office.admin()
                    .createKey(new NewKey(
                            "laptop",
                            Role.ORDINARY,
                            null,
                            null,
                            KeySettings.PLAIN.with(Office.budget("0.00001/month", "0.00001/total"))))
                    .token();
            assertEquals(10, through(office, office.admit(token), 20));
        }
        try (Office office = new Office(store, Office.NOON.plus(YEAR), Office.STILL)) {
            office.governance.budgetsLeft();
        }
        try (Office office = new Office(store)) {
            assertEquals(0, through(office, office.admit(token), 20));
        }
    }

    @Test
    void aTotalBudgetRemembersMoreThanAMonth() throws Exception {
        Path store = folder.resolve("store");
        Secret token;
        try (Office office = new Office(store)) {
            token = office.admin()
                    .createKey(new NewKey(
                            "laptop",
                            Role.ORDINARY,
                            null,
                            null,
                            KeySettings.PLAIN.with(Office.budget("0.00001/total"))))
                    .token();
            assertEquals(10, through(office, office.admit(token), 20));
            office.pass(Duration.ofDays(40));
            office.governance.compact();
        }
        try (Office office = new Office(store, Office.NOON.plus(Duration.ofDays(40)), Office.STILL)) {
            assertEquals(0, through(office, office.admit(token), 20));
        }
    }

    @Test
    void aSleepOfTheMachineOpensTheNextWindowAfterTenMinutes() {
        try (Office office = new Office(folder)) {
            KeySnapshot key = office.key("laptop", Office.budget("0.00001/day"));
            assertEquals(10, through(office, key, 20));
            office.jump(Duration.ofDays(3));
            assertEquals(0, through(office, key, 20));
            office.pass(Duration.ofMinutes(10));
            assertEquals(10, through(office, key, 20));
        }
    }

    /// One that was granted and not ended.
    private record Running(Reservation reservation, Grant grant, long asked) {}

    /// What was granted.
    private static final class Grant {
        final long at;
        long micros;

        Grant(long at, long micros) {
            this.at = at;
            this.micros = micros;
        }
    }

    /// The clock jumps about and always comes back within nine minutes; time passes; the process starts anew. By
    /// the time that really passed no window ever holds more than its budget.
    @ParameterizedTest
    @ValueSource(strings = {"hour", "day", "month", "total", "1m", "30m", "1d"})
    void noWindowHoldsMoreThanItsBudgetWhereTheClockIsWrongForAWhile(String window) throws Exception {
        for (long seed = 1; seed <= SEEDS; seed++) {
            new Walk(new Random(seed * 31 + window.hashCode()), Budget.parse("0.0001/" + window), true).run();
        }
    }

    /// The same with no clock but that of the day, which goes wherever it likes: nothing is granted that a window,
    /// from its start on and with all that is dated later, has no room for.
    @ParameterizedTest
    @ValueSource(strings = {"hour", "day", "month", "total", "1m", "30m", "1d"})
    void noWindowHoldsMoreThanItsBudgetWhereTheClockIsAllThereIs(String window) throws Exception {
        for (long seed = 1; seed <= SEEDS; seed++) {
            new Walk(new Random(seed * 37 + window.hashCode()), Budget.parse("0.0001/" + window), false).run();
        }
    }

    private final class Walk {
        private final Random random;
        private final Budget budget;
        private final boolean monotonic;
        private final GovernanceStore store = new GovernanceStore(folder.resolve("walk" + stores++));
        private final List<Grant> grants = new ArrayList<>();
        private final List<Running> running = new ArrayList<>();
        private Office office;
        private Secret token;
        private Duration away = Duration.ZERO;
        private Duration passed = Duration.ZERO;
        private Duration wrongFor = Duration.ZERO;

        Walk(Random random, Budget budget, boolean monotonic) {
            this.random = random;
            this.budget = budget;
            this.monotonic = monotonic;
            office = new Office(store, Office.NOON, Office.STILL, monotonic);
            token = office.admin()
                    .createKey(new NewKey(
                            "laptop", Role.ORDINARY, null, null, KeySettings.PLAIN.with(Office.budget(budget.text()))))
                    .token();
        }

        // What the walk goes by: the time that really passed, or that of the day.
        private long now() {
            return Office.NOON
                    .plus(passed)
                    .plus(monotonic ? Duration.ZERO : away)
                    .toEpochMilli();
        }

        void run() throws Exception {
            for (int i = 0; i < 120; i++) {
                switch (random.nextInt(12)) {
                    case 0, 1 -> jump(JUMPS[random.nextInt(JUMPS.length)]);
                    case 2, 3 -> back();
                    case 4 -> pass(Duration.ofSeconds(random.nextInt(200)));
                    case 5 -> passLong();
                    case 6 -> office.governance.budgetsLeft();
                    case 7 -> restart();
                    case 8, 9 -> end();
                    default -> ask();
                }
            }
            office.close();
        }

        private void jump(Duration by) throws Exception {
            Duration signed = by.isNegative() || random.nextBoolean() ? by : by.negated();
            if (away.plus(signed).abs().compareTo(Duration.ofDays(365 * 8001)) < 0) {
                office.jump(signed);
                away = away.plus(signed);
                office.governance.look();
            }
        }

        private void back() throws Exception {
            office.jump(away.negated());
            away = Duration.ZERO;
            wrongFor = Duration.ZERO;
            office.governance.look();
        }

        private void pass(Duration time) throws Exception {
            if (monotonic && !away.isZero()) {
                wrongFor = wrongFor.plus(time);
                if (wrongFor.compareTo(Duration.ofMinutes(9)) > 0) {
                    back();
                }
            }
            office.pass(time);
            passed = passed.plus(time);
        }

        private void passLong() throws Exception {
            if (away.isZero()) {
                pass(Duration.ofMinutes(random.nextInt(1000)));
            }
        }

        private void restart() {
            if (random.nextInt(3) == 0 && (!monotonic || away.isZero())) {
                running.clear();
                office.close();
                office = new Office(store, Office.NOON.plus(passed).plus(away), Office.STILL, monotonic);
            }
        }

        private void ask() {
            long asked = 1 + random.nextInt(60);
            if (office.ask(office.admit(token), asked) instanceof Reservation reservation) {
                Grant grant = new Grant(now(), asked);
                grants.add(grant);
                running.add(new Running(reservation, grant, asked));
                check();
            }
        }

        private void end() {
            if (running.isEmpty()) {
                return;
            }
            Running one = running.remove(random.nextInt(running.size()));
            switch (random.nextInt(3)) {
                case 0 -> one.reservation.release();
                case 1 -> one.reservation.settleInFull();
                default -> one.reservation.settle(Office.used(random.nextLong(one.asked + 1)));
            }
            one.grant.micros = one.reservation.micros();
        }

        private void check() {
            long now = now();
            long from = switch (budget.window()) {
                case Window.Calendar calendar -> calendar.start(now);
                case Window.Rolling(var length) -> now - length.toMillis();
            };
            long sum = grants.stream()
                    .filter(g -> g.at > from || (g.at == from && budget.window() instanceof Window.Calendar))
                    .mapToLong(g -> g.micros)
                    .sum();
            assertTrue(sum <= MOST, sum + " of " + MOST + " in " + budget.text());
        }
    }
}
