package io.aiplat.governance.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aiplat.governance.Office;
import io.aiplat.governance.RequestDenied;
import io.aiplat.governance.Reservation;
import io.aiplat.governance.key.KeySettings;
import io.aiplat.governance.key.KeySnapshot;
import io.aiplat.governance.key.NewKey;
import io.aiplat.governance.key.Role;
import io.aiplat.model.spend.Budget;
import io.aiplat.model.spend.Window;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BudgetTest {
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
    void readsAndWritesWhatPeopleWrite() {
        for (String text :
                List.of("5/month", "0.25/6h", "0.000001/hour", "12.5/7d", "1/90m", "0/day", "3/week", "1/total")) {
            assertEquals(text, Budget.parse(text).text());
        }
        assertEquals(1_500_000, Budget.parse("1.50/day").micros());
        for (String text : List.of("5", "5/year", "0.0000001/day", "-1/day", "1e12/day", "x/day", "1/32d", "1/30s")) {
            assertThrows(IllegalArgumentException.class, () -> Budget.parse(text), text);
        }
    }

    @Test
    void refusesWhatDoesNotFitAndSaysByHowMuch() {
        KeySnapshot key = office.key("laptop", Office.budget("0.0001/hour"));
        office.granted(key, 60).settle(Office.used(40));

        RequestDenied refusal = office.refused(key, 61);

        assertEquals(RequestDenied.Kind.BUDGET, refusal.kind());
        assertEquals(
                "key laptop has a budget of 0.0001/hour: 0.00004 are used or reserved (0 by running requests), "
                        + "and this request reserves 0.000061; a smaller 'max_tokens' or a shorter prompt reserves less",
                refusal.message());
        assertEquals(List.of(100L, 40L, 61L), List.of(refusal.limit(), refusal.used(), refusal.asked()));
        assertEquals(Duration.ofMinutes(30), refusal.retryAfter());
        office.granted(key, 60).release();
    }

    @Test
    void saysThatItIsSoonOverWhenRunningRequestsHoldTheRest() {
        KeySnapshot key = office.key("laptop", Office.budget("0.0001/month"));
        try (Reservation running = office.granted(key, 90)) {
            assertEquals(Duration.ofSeconds(1), office.refused(key, 20).retryAfter());
            running.settle(Office.used(10));
        }
        office.granted(key, 90).close();
    }

    @Test
    void saysThatWaitingDoesNotHelpWhatIsMoreThanTheBudget() {
        assertNull(office.refused(office.key("laptop", Office.budget("0.0001/hour")), 101)
                .retryAfter());
    }

    @Test
    void beginsAnewWithEachCalendarWindow() {
        KeySnapshot key = office.key("laptop", Office.budget("0.0001/hour", "0.00015/day"));
        office.granted(key, 100).settleInFull();
        office.pass(Duration.ofMinutes(30).minusMillis(1));
        office.refused(key, 1);
        office.pass(Duration.ofMillis(1));
        office.granted(key, 50).settleInFull();

        RequestDenied day = office.refused(key, 1);

        assertEquals(150, day.limit());
        assertEquals(Duration.ofHours(11), day.retryAfter());
        office.pass(Duration.ofHours(11));
        office.granted(key, 100).settleInFull();
    }

    @Test
    void beginsAnewOnMondayAndOnTheFirst() {
        long saturday = Office.NOON.toEpochMilli();
        assertEquals(
                "2026-11-16T00:00:00Z",
                Instant.ofEpochMilli(Window.Calendar.WEEK.start(saturday)).toString());
        assertEquals(
                "2026-11-23T00:00:00Z",
                Instant.ofEpochMilli(Window.Calendar.WEEK.end(saturday)).toString());
        assertEquals(
                "2026-12-01T00:00:00Z",
                Instant.ofEpochMilli(Window.Calendar.MONTH.end(saturday)).toString());
    }

    @Test
    void countsInARollingWindowForItsWholeLengthAndAtMostASixtiethMore() {
        KeySnapshot key = office.key("laptop", Office.budget("0.0001/1h"));
        office.granted(key, 100).settleInFull();
        office.pass(Duration.ofHours(1));
        assertEquals(Duration.ofMinutes(1), office.refused(key, 1).retryAfter());
        office.pass(Duration.ofMinutes(1));
        office.granted(key, 100).close();
    }

    @Test
    void whatAReservationGivesBackGoesToTheWindowItWasMadeIn() {
        KeySnapshot key = office.key("laptop", Office.budget("0.0001/hour"));
        Reservation old = office.granted(key, 100);
        office.pass(Duration.ofMinutes(30));
        office.granted(key, 100).settleInFull();
        old.settle(Office.used(1));
        office.refused(key, 1);
    }

    @Test
    void aNewBudgetKnowsWhatWasSpentBeforeIt() {
        KeySnapshot key = office.key("laptop", Limits.NONE);
        office.granted(key, 30).settleInFull();
        Reservation running = office.granted(key, 20);
        office.change("laptop", s -> s.with(Office.budget("0.0001/month", "0.0001/2h")));

        assertEquals(50, office.refused(key, 51).used());
        running.settle(Office.used(0));
        office.granted(key, 70).settleInFull();
        assertEquals(100, office.refused(key, 1).used());
    }

    @Test
    void anUpstreamThatUsesMoreThanItMayIsChargedAllTheSame() {
        KeySnapshot key = office.key("laptop", Office.budget("0.0001/month"));
        office.granted(key, 10).settle(Office.used(150));
        assertEquals(-50, office.governance.budgetsLeft().getFirst().micros());
        office.refused(key, 0);
    }

    @Test
    void keyUserAndTeamAllHaveToAgreeAndNoneIsChargedIfOneDoesNot() {
        office.admin().create(LimitOwnerKind.USER, "ann", Office.budget("0.0002/day"));
        office.admin().create(LimitOwnerKind.TEAM, "research", Office.budget("0.00005/day"));
        KeySnapshot key = office.key(new NewKey(
                "laptop", Role.ORDINARY, "ann", "research", KeySettings.PLAIN.with(Office.budget("0.0001/day"))));

        assertEquals("team research", office.refused(key, 60).message().substring(0, 13));

        office.governance.budgetsLeft().forEach(b -> assertEquals(b.budget().micros(), b.micros()));
        office.granted(key, 50).settleInFull();
        assertEquals(List.of(150L, 50L, 0L), List.of(left("ann"), left("laptop"), left("research")));
    }

    private long left(String name) {
        return office.governance.budgetsLeft().stream()
                .filter(b -> b.holder().name().equals(name))
                .findFirst()
                .orElseThrow()
                .micros();
    }

    @Test
    void onlyTheFirstWordEndsAReservation() {
        KeySnapshot key = office.key("laptop", Office.budget("0.0001/month"));
        Reservation reservation = office.granted(key, 100);
        reservation.settle(Office.used(10));
        reservation.release();
        reservation.settleInFull();
        reservation.close();
        assertEquals(10, reservation.micros());
        assertEquals(90, left("laptop"));
    }

    @Test
    void aReservationNobodyEndedIsChargedInFull() {
        KeySnapshot key = office.key("laptop", Office.budget("0.0001/month"));
        try (Reservation _ = office.granted(key, 60)) {
            assertEquals(40, left("laptop"));
        }
        assertEquals(40, left("laptop"));
    }

    @Test
    void aKeyInShadowModeIsLetThroughAndReported() {
        KeySettings settings = new KeySettings(Office.budget("0.0001/month"), null, List.of(), false, true);
        KeySnapshot key = office.key(new NewKey("laptop", Role.ORDINARY, null, null, settings));
        assertNull(office.granted(key, 100).overlooked());

        Reservation over = office.granted(key, 1);

        assertEquals(RequestDenied.Kind.BUDGET, over.overlooked().kind());
        assertEquals(List.of(over.overlooked()), office.overlooked);
    }

    @Test
    void aChangedAmountKeepsWhatWasSpent() {
        KeySnapshot key = office.key("laptop", Office.budget("0.0001/month"));
        office.granted(key, 80).settleInFull();
        office.change("laptop", s -> s.with(Office.budget("0.0002/month")));
        office.granted(key, 120).settleInFull();
        assertNotNull(office.refused(key, 1));
        assertFalse(office.admin().keys().isEmpty());
    }
}
