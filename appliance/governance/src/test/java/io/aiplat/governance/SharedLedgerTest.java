package io.aiplat.governance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.governance.key.AuthenticationFailure;
import io.aiplat.governance.key.IssuedKey;
import io.aiplat.governance.key.KeySettings;
import io.aiplat.governance.key.KeySnapshot;
import io.aiplat.governance.key.NewKey;
import io.aiplat.governance.key.Role;
import io.aiplat.governance.limit.Limits;
import io.aiplat.governance.spend.SpendBy;
import io.aiplat.governance.spend.SpendRow;
import io.aiplat.model.Problem;
import io.aiplat.testkit.Eventually;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Two gateways of one store: what one does, the other knows.
class SharedLedgerTest implements GovernanceListener {
    private static SharedStore store;

    private final List<String> told = Collections.synchronizedList(new ArrayList<>());
    private Governance one;
    private Governance other;

    @BeforeAll
    static void start() {
        store = new SharedStore();
    }

    @AfterAll
    static void stop() {
        if (store != null) {
            store.close();
        }
    }

    @BeforeEach
    void open() {
        store.fresh();
        one = store.gateway(GovernanceListener.NONE);
        other = store.gateway(this);
    }

    @AfterEach
    void close() {
        one.close();
        other.close();
        assertEquals("0", store.asks("SELECT count(*) FROM aiplat.gateways"), "each has left");
        assertEquals("0", store.asks("SELECT count(*) FROM aiplat.open_reservations"), "nothing is left open");
    }

    @Override
    public void storeFailed(Problem problem) {
        told.add(problem.code().id());
    }

    @Override
    public void storeRecovered() {
        told.add("recovered");
    }

    private IssuedKey issue(String name, Limits limits) {
        return one.administration()
                .createKey(new NewKey(name, Role.ORDINARY, null, null, KeySettings.PLAIN.with(limits)));
    }

    private static KeySnapshot admitted(Governance gateway, IssuedKey key) throws InterruptedException {
        return Eventually.seen(
                                "the key is known",
                                () -> gateway.admit(key.token().value()),
                                KeySnapshot.class::isInstance)
                        instanceof KeySnapshot snapshot
                ? snapshot
                : null;
    }

    private static ReservationResult ask(Governance gateway, KeySnapshot key, long tokens) {
        return gateway.reserve(key, new ReservationRequest("fast", 0, tokens, Office.PER_TOKEN, List.of("run")));
    }

    private static Reservation granted(Governance gateway, KeySnapshot key, long tokens) {
        return assertInstanceOf(Reservation.class, ask(gateway, key, tokens));
    }

    private static RequestDenied refused(Governance gateway, KeySnapshot key, long tokens) {
        return assertInstanceOf(RequestDenied.class, ask(gateway, key, tokens));
    }

    private SpendRow spent() throws InterruptedException {
        other.budgetsLeft();
        LocalDate today = LocalDate.now();
        return other.administration().spend(SpendBy.KEY, today.minusDays(1), today.plusDays(1)).stream()
                .reduce(SpendRow::plus)
                .orElse(new SpendRow(today, "", 0, 0, 0, 0, 0, 0));
    }

    @Test
    void aBudgetIsOneForBoth() throws Exception {
        IssuedKey key = issue("laptop", Office.budget("0.0001/month"));
        KeySnapshot here = admitted(one, key);
        KeySnapshot there = admitted(other, key);
        Reservation first = granted(one, here, 60);
        assertEquals(60, refused(other, there, 41).used());
        Reservation second = granted(other, there, 40);
        assertEquals(RequestDenied.Kind.BUDGET, refused(one, here, 1).kind());
        first.settle(Office.used(10));
        second.release();
        one.budgetsLeft();
        assertEquals(10, refused(other, there, 91).used());
        granted(other, there, 90).settleInFull();
        assertEquals(100, refused(one, here, 1).used());
        assertEquals(0, one.budgetsLeft().getFirst().micros());
        assertEquals(100, spent().micros());
        assertEquals(2, spent().requests());
        assertEquals(1, spent().estimated());
    }

    @Test
    void limitsPerMinuteAndAtTheSameTimeAreOneForBoth() throws Exception {
        IssuedKey key = issue("laptop", new Limits(List.of(), 3L, 100L, 2, List.of("fa*")));
        KeySnapshot here = admitted(one, key);
        KeySnapshot there = admitted(other, key);
        Reservation first = granted(one, here, 50);
        assertEquals(
                RequestDenied.Kind.TOKENS_PER_MINUTE, refused(other, there, 51).kind());
        Reservation second = granted(other, there, 10);
        assertEquals(RequestDenied.Kind.CONCURRENCY, refused(one, here, 1).kind());
        second.settle(Office.used(0));
        other.budgetsLeft();
        granted(one, here, 1).close();
        first.close();
        one.budgetsLeft();
        RequestDenied fourth = refused(other, there, 1);
        assertEquals(RequestDenied.Kind.REQUESTS_PER_MINUTE, fourth.kind());
        assertTrue(fourth.retryAfter().compareTo(Duration.ofSeconds(61)) <= 0, fourth.toString());
        // A gateway that starts now knows what the others had within the minute.
        try (Governance third = store.gateway(GovernanceListener.NONE)) {
            assertEquals(
                    RequestDenied.Kind.REQUESTS_PER_MINUTE,
                    refused(third, admitted(third, key), 1).kind());
        }
    }

    @Test
    void anAttemptThatIsMadeAgainIsOneRequestForBoth() throws Exception {
        IssuedKey key = issue("laptop", new Limits(Office.budget("0.0001/month").budgets(), 2L, null, null, List.of()));
        KeySnapshot here = admitted(one, key);
        KeySnapshot there = admitted(other, key);
        Reservation first = granted(one, here, 40);
        Reservation next =
                assertInstanceOf(Reservation.class, first.again(Office.used(30), Office.PER_TOKEN, Duration.ZERO));
        assertEquals(70, refused(other, there, 31).used());
        RequestDenied no = assertInstanceOf(RequestDenied.class, next.again(null, Office.PER_TOKEN, Duration.ZERO));
        assertEquals(RequestDenied.Kind.BUDGET, no.kind());
        assertEquals(70, spent().micros());
        granted(other, there, 30).settle(Office.used(1));
        // Two requests in three attempts.
        assertEquals(
                RequestDenied.Kind.REQUESTS_PER_MINUTE, refused(one, here, 1).kind());
    }

    @Test
    void aKeyThatIsTakenBackReservesNothingAnywhere() throws Exception {
        IssuedKey key = issue("laptop", Limits.NONE);
        KeySnapshot there = admitted(other, key);
        granted(other, there, 1).close();
        one.administration().revokeKey("laptop");
        assertEquals(RequestDenied.Kind.KEY_GONE, refused(other, there, 1).kind(), "without waiting for anything");
        long begun = System.nanoTime();
        Eventually.holds(
                "it is told that it was taken back",
                () -> other.admit(key.token().value()) == AuthenticationFailure.REVOKED);
        assertTrue(System.nanoTime() - begun < 1_000_000_000L, "below a second");
        assertSame(AuthenticationFailure.REVOKED, one.admit(key.token().value()));
    }

    @Test
    void aLimitThatIsSetHereHoldsThereFromTheNextRequestOn() throws Exception {
        IssuedKey key = issue("laptop", Limits.NONE);
        KeySnapshot there = admitted(other, key);
        granted(other, there, 70).settleInFull();
        one.administration()
                .updateKey(
                        "laptop",
                        k -> new NewKey(
                                k.name(), k.role(), null, null, k.settings().with(Office.budget("0.0001/total"))));
        assertEquals(70, refused(other, there, 31).used());
    }

    @Test
    void isShutWhileTheDatabaseIsAwayAndLosesNothing() throws Exception {
        IssuedKey key = issue("laptop", Office.budget("0.0001/month"));
        KeySnapshot here = admitted(one, key);
        KeySnapshot there = admitted(other, key);
        Reservation running = granted(other, there, 50);
        Reservation again = granted(other, there, 5);
        store.server.kill();
        assertEquals(
                RequestDenied.Kind.STORE_UNREADABLE, refused(other, there, 1).kind());
        assertEquals(RequestDenied.Kind.STORE_UNREADABLE, refused(one, here, 1).kind());
        assertNotNull(other.failure());
        running.settle(Office.used(20));
        assertInstanceOf(RequestDenied.class, again.again(Office.used(5), Office.PER_TOKEN, Duration.ZERO));
        store.server.restart();
        Eventually.holds("it lets requests through again", () -> other.failure() == null && one.failure() == null);
        assertEquals(25, spent().micros());
        assertEquals(25, refused(one, here, 76).used());
        granted(one, here, 75).close();
        assertEquals(List.of("GOVERNANCE_DATABASE_AWAY", "recovered"), told);
        // And so is the administration, through a connection that was lost.
        assertEquals("laptop", one.administration().key("laptop").name());
    }

    @Test
    void whatGpusHaveWorkedForOneIsSummedWithWhatTheyHaveForTheOther() throws Exception {
        IssuedKey key = issue("gpus", Limits.NONE);
        for (Governance gateway : List.of(one, other)) {
            granted(gateway, admitted(gateway, key), 5)
                    .settle(Office.used(5), Office.PER_TOKEN, Duration.ofMillis(1200));
            gateway.budgetsLeft();
        }
        assertEquals(2400, spent().gpu());
    }
}
