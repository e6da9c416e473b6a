package io.aiplat.governance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aiplat.governance.key.KeySnapshot;
import io.aiplat.governance.limit.Limits;
import io.aiplat.governance.spend.SpendBy;
import io.aiplat.governance.spend.SpendRow;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Further attempts of one request.
class AgainTest {
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

    private long left() {
        return office.governance.budgetsLeft().getFirst().micros();
    }

    @Test
    void theFirstAttemptIsSettledAndAsMuchIsReservedAgain() {
        KeySnapshot key = office.key("laptop", Office.budget("0.0002/month"));
        Reservation first = office.granted(key, 90);

        Reservation second = assertInstanceOf(Reservation.class, first.again(null, Office.PER_TOKEN, Duration.ZERO));
        assertEquals(20, left());
        assertEquals(90, first.micros());
        second.settle(Office.used(5));

        assertEquals(105, left());
        assertThrows(IllegalStateException.class, () -> first.again(null, Office.PER_TOKEN, Duration.ZERO));
    }

    @Test
    void whatTheFirstHasUsedIsPaidWhereItIsKnown() {
        KeySnapshot key = office.key("laptop", Office.budget("0.0001/month"));
        Reservation second = assertInstanceOf(
                Reservation.class, office.granted(key, 90).again(Office.used(7), Office.PER_TOKEN, Duration.ZERO));
        second.release();

        assertEquals(93, left());
    }

    @Test
    void aBudgetThatDoesNotCarryASecondRefusesItAndTheFirstIsSettled() {
        KeySnapshot key = office.key("laptop", Office.budget("0.0001/month"));

        RequestDenied refusal = assertInstanceOf(
                RequestDenied.class, office.granted(key, 90).again(null, Office.PER_TOKEN, Duration.ZERO));

        assertEquals(RequestDenied.Kind.BUDGET, refusal.kind());
        assertEquals(10, left());
    }

    @Test
    void bothAreOneRequestForTheLimitsPerMinuteAndAtTheSameTime() {
        KeySnapshot key = office.key("laptop", new Limits(List.of(), 1L, null, 1, List.of()));
        Reservation first = office.granted(key, 1);
        assertEquals(RequestDenied.Kind.CONCURRENCY, office.refused(key, 1).kind());

        Reservation second = assertInstanceOf(Reservation.class, first.again(null, Office.PER_TOKEN, Duration.ZERO));
        assertEquals(RequestDenied.Kind.CONCURRENCY, office.refused(key, 1).kind());
        second.settle(Office.used(1));

        assertEquals(
                RequestDenied.Kind.REQUESTS_PER_MINUTE, office.refused(key, 1).kind());
    }

    @Test
    void aSecondThatIsRefusedLeavesTheFirstCounted() {
        KeySnapshot key =
                office.key("laptop", new Limits(Office.budget("0.0001/month").budgets(), 1L, null, 1, List.of()));
        assertInstanceOf(RequestDenied.class, office.granted(key, 90).again(null, Office.PER_TOKEN, Duration.ZERO));

        assertEquals(
                RequestDenied.Kind.REQUESTS_PER_MINUTE, office.refused(key, 1).kind());
    }

    @Test
    void aKeyThatIsGoneGetsNoSecondAttempt() {
        KeySnapshot key = office.key("laptop", Limits.NONE);
        Reservation first = office.granted(key, 1);
        office.admin().revokeKey("laptop");

        assertEquals(
                RequestDenied.Kind.KEY_GONE,
                assertInstanceOf(RequestDenied.class, first.again(null, Office.PER_TOKEN, Duration.ZERO))
                        .kind());
    }

    /// kill -9 between the two is nothing special: what is open is settled in full.
    @Test
    void bothAreInTheStore() {
        KeySnapshot key = office.key("laptop", Office.budget("0.0002/month"));
        assertInstanceOf(Reservation.class, office.granted(key, 50).again(null, Office.PER_TOKEN, Duration.ZERO));
        office.close();
        office = new Office(folder);

        LocalDate today = LocalDate.ofInstant(Office.NOON, ZoneOffset.UTC);
        SpendRow row = office.admin().spend(SpendBy.KEY, today, today).getFirst();
        assertEquals(100, row.micros());
        assertEquals(100, left());
    }
}
