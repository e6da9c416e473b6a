package io.aiplat.governance.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.governance.Office;
import io.aiplat.governance.key.KeySnapshot;
import io.aiplat.governance.limit.Limits;
import io.aiplat.governance.spend.SpendBy;
import io.aiplat.governance.spend.SpendRow;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// GPU time in the journal and in the store.
class GpuTimeTest {
    private static final LocalDate TODAY = LocalDate.parse("2026-11-21");

    @TempDir
    Path home;

    @Test
    void itIsExactForMinutesAndAMillionthOffBeyond() {
        IntStream.of(0, 1, 999, 1_048_575)
                .forEach(millis -> assertEquals(millis, GpuTime.unpacked(GpuTime.packed(millis))));
        Random random = new Random(5);
        for (int i = 0; i < 100_000; i++) {
            int millis = random.nextInt() >>> (1 + random.nextInt(31));
            int bits = GpuTime.packed(millis);
            assertEquals(0, bits >>> 24);
            int off = millis - GpuTime.unpacked(bits);
            assertTrue(off >= 0 && off <= millis / 500_000, millis + " is off by " + off);
        }
    }

    @Test
    void itIsSummedOverRequestsAndKeptOverARestart() {
        try (Office office = new Office(home)) {
            KeySnapshot key = office.key("laptop", Limits.NONE);
            office.granted(key, 10).settle(Office.used(3), Office.PER_TOKEN, Duration.ofMillis(1500));
            office.granted(key, 10).settleFailed(Duration.ofNanos(250_600_000));
            office.granted(key, 10).settleInFull(Office.PER_TOKEN, Duration.ofHours(2));
            office.granted(key, 10).settle(Office.used(3));
        }
        try (Office office = new Office(home)) {
            SpendRow row = office.admin().spend(SpendBy.KEY, TODAY, TODAY).getFirst();
            assertEquals(1_500 + 251 + 7_200_000, row.gpu());
            assertEquals(4, row.requests());
            assertEquals(16, row.micros());
        }
    }
}
