package io.aiplat.governance.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.governance.Office;
import io.aiplat.governance.RequestDenied;
import io.aiplat.governance.Reservation;
import io.aiplat.governance.ReservationRequest;
import io.aiplat.governance.ReservationResult;
import io.aiplat.governance.key.IssuedKey;
import io.aiplat.governance.key.KeySettings;
import io.aiplat.governance.key.KeySnapshot;
import io.aiplat.governance.key.NewKey;
import io.aiplat.governance.key.Role;
import io.aiplat.model.spend.Price;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LimitsTest {
    @TempDir
    Path folder;

    private Office office;

    @BeforeEach
    void open() {
        office = new Office(folder);
    }

    @AfterEach
    void close() {
        office.close();
    }

    @Test
    void allowsSoManyRequestsInAnySixtySeconds() {
        KeySnapshot key = office.key("laptop", new Limits(List.of(), 3L, null, null, List.of()));
        office.granted(key, 1).settleInFull();
        office.pass(Duration.ofSeconds(20));
        office.granted(key, 1).settleInFull();
        office.granted(key, 1).settleInFull();

        RequestDenied refusal = office.refused(key, 1);

        assertEquals(RequestDenied.Kind.REQUESTS_PER_MINUTE, refusal.kind());
        assertEquals(Duration.ofSeconds(40), refusal.retryAfter());
        assertEquals("key laptop may ask 3 times per minute and has asked 3 times", refusal.message());
        assertEquals(new RateLimits(new RateLimits.Figures(3, 0, Duration.ofSeconds(60)), null), refusal.rates());
        office.pass(Duration.ofSeconds(40));
        office.granted(key, 1).settleInFull();
        office.refused(key, 1);
    }

    @Test
    void someoneWhoAsksJustAsOftenAsTheyMayIsNeverRefused() {
        KeySnapshot key = office.key("laptop", new Limits(List.of(), 60L, 6000L, null, List.of()));
        for (int second = 0; second < 600; second++) {
            office.granted(key, 100).settleInFull();
            office.pass(Duration.ofSeconds(1));
        }
    }

    @Test
    void reservesInputAndCapAndGivesBackWhatWasNotUsed() {
        KeySnapshot key = office.key("laptop", new Limits(List.of(), null, 100L, null, List.of()));
        Reservation running = office.granted(key, 90);
        RequestDenied refusal = office.refused(key, 11);
        assertEquals(RequestDenied.Kind.TOKENS_PER_MINUTE, refusal.kind());
        assertEquals(List.of(100L, 90L, 11L), List.of(refusal.limit(), refusal.used(), refusal.asked()));
        assertEquals(Duration.ofSeconds(1), refusal.retryAfter());

        running.settle(Office.used(20));

        Reservation next = office.granted(key, 80);
        assertEquals(0, next.rates().tokens().remaining());
        next.release();
        office.granted(key, 80).settleInFull();
        assertEquals(Duration.ofSeconds(60), office.refused(key, 1).retryAfter());
        assertNull(office.refused(key, 101).retryAfter());
    }

    @Test
    void whatWasNotUsedIsGivenBackToItsOwnSecond() {
        KeySnapshot key = office.key("laptop", new Limits(List.of(), null, 100L, null, List.of()));
        Reservation old = office.granted(key, 100);
        office.pass(Duration.ofSeconds(61));
        office.granted(key, 100).settleInFull();
        old.settle(Office.used(1));
        office.refused(key, 1);
    }

    @Test
    void aLimitThatComesWhileARequestRunsIsNotGivenWhatItNeverTook() {
        KeySnapshot key = office.key("laptop", Limits.NONE);
        Reservation before = office.granted(key, 1000);
        office.pass(Duration.ofSeconds(1));
        office.change("laptop", s -> s.with(new Limits(List.of(), 1L, 10L, null, List.of())));
        before.release();
        office.granted(key, 10).settleInFull();
        office.refused(key, 0);
    }

    @Test
    void allowsSoManyRequestsAtTheSameTime() {
        KeySnapshot key = office.key("laptop", new Limits(List.of(), null, null, 2, List.of()));
        Reservation first = office.granted(key, 1);
        Reservation second = office.granted(key, 1);
        assertEquals(RequestDenied.Kind.CONCURRENCY, office.refused(key, 1).kind());
        first.release();
        office.granted(key, 1).close();
        second.close();
        office.granted(key, 1).close();
    }

    @Test
    void aTeamsLimitIsSharedByItsKeys() {
        office.admin().create(LimitOwnerKind.TEAM, "research", new Limits(List.of(), 2L, null, null, List.of()));
        KeySnapshot one = office.key(new NewKey("one", Role.ORDINARY, null, "research", KeySettings.PLAIN));
        KeySnapshot two = office.key(new NewKey("two", Role.ORDINARY, null, "research", KeySettings.PLAIN));
        office.granted(one, 1).settleInFull();
        office.granted(two, 1).settleInFull();
        assertTrue(office.refused(one, 1).message().startsWith("team research may ask 2 times"));
    }

    @Test
    void aKeyThatMovesToAnotherTeamIsHeldToThatTeamsLimits() {
        office.admin().create(LimitOwnerKind.TEAM, "research", new Limits(List.of(), 1L, null, null, List.of()));
        office.admin().create(LimitOwnerKind.TEAM, "sales", new Limits(List.of(), 2L, null, null, List.of()));
        IssuedKey issued =
                office.admin().createKey(new NewKey("laptop", Role.ORDINARY, null, "research", KeySettings.PLAIN));
        Reservation running = office.granted(office.admit(issued.token()), 1);

        office.admin().updateKey("laptop", key -> new NewKey("laptop", Role.ADMIN, null, "sales", key.settings()));

        KeySnapshot moved = office.admit(issued.token());
        assertEquals(Role.ADMIN, moved.role());
        office.granted(moved, 1).settleInFull();
        running.settleInFull();
        office.granted(moved, 1).settleInFull();
        assertTrue(office.refused(moved, 1).message().startsWith("team sales may ask 2 times"));
    }

    @Test
    void allowsOnlyTheModelsThatAllOfThemAllow() {
        office.admin()
                .create(LimitOwnerKind.TEAM, "research", new Limits(List.of(), null, null, null, List.of("fa*", "b")));
        Limits ofKey = new Limits(List.of(), null, null, null, List.of("fast", "slow"));
        KeySnapshot key =
                office.key(new NewKey("laptop", Role.ORDINARY, null, "research", KeySettings.PLAIN.with(ofKey)));
        assertTrue(key.mayUse(ModelUse.of("fast")));
        assertFalse(key.mayUse(ModelUse.of("slow")));
        assertFalse(key.mayUse(ModelUse.of("b")));
        office.granted(key, 1).close();
        ReservationResult slow =
                office.governance.reserve(key, new ReservationRequest("slow", 1, 1, Price.FREE, List.of()));
        assertEquals(RequestDenied.Kind.MODEL_NOT_ALLOWED, ((RequestDenied) slow).kind());
        assertEquals("the model slow is not among those that team research may use", ((RequestDenied) slow).message());
    }

    @Test
    void areValidOrDoNotExist() {
        assertThrows(IllegalArgumentException.class, () -> new Limits(List.of(), 0L, null, null, List.of()));
        assertThrows(IllegalArgumentException.class, () -> new Limits(List.of(), null, null, null, List.of("a*b")));
        assertThrows(IllegalArgumentException.class, () -> Office.budget("1/day", "2/day"));
    }

    @Test
    void aClockThatGoesBackOpensNothing() {
        KeySnapshot key =
                office.key("laptop", new Limits(Office.budget("0.0001/hour").budgets(), 1L, null, null, List.of()));
        office.granted(key, 100).settleInFull();
        office.jump(Duration.ofHours(-2));
        office.refused(key, 1);
    }
}
