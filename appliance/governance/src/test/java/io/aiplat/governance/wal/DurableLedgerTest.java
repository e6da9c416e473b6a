package io.aiplat.governance.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.governance.DurableResponses;
import io.aiplat.governance.Office;
import io.aiplat.governance.key.KeySnapshot;
import io.aiplat.governance.limit.Limits;
import io.aiplat.governance.spend.SpendBy;
import io.aiplat.governance.spend.SpendRow;
import io.aiplat.governance.store.GovernanceStore;
import io.aiplat.model.ApplianceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DurableLedgerTest {
    private static final LocalDate TODAY = LocalDate.parse("2026-11-21");
    /// Files of the journal come and go as fast as they can.
    private static final GovernanceIntervals HASTY =
            new GovernanceIntervals(Duration.ofMillis(1), Duration.ofMillis(20), Duration.ofHours(1), 1 << 16);

    @TempDir
    Path home;

    private DurableLedger ledger(Path folder) {
        return new DurableLedger(folder, () -> Office.NOON);
    }

    private static long spent(Office office) {
        return office.admin().spend(SpendBy.KEY, TODAY, TODAY).stream()
                .mapToLong(SpendRow::micros)
                .sum();
    }

    /// Each request costs ten and is settled before the next one; a snapshot has all that was settled before it, none
    /// that began after it, and the one between, if there is one, once.
    @Test
    void aSnapshotIsOfOneMomentWhileEverybodySpends() throws Exception {
        Path running = home.resolve("running");
        AtomicLong begun = new AtomicLong();
        AtomicLong settled = new AtomicLong();
        AtomicBoolean over = new AtomicBoolean();
        try (Office office = new Office(running, Office.NOON, HASTY)) {
            KeySnapshot key = office.key("laptop", Limits.NONE);
            Thread spender = Thread.ofPlatform().start(() -> {
                while (!over.get()) {
                    begun.incrementAndGet();
                    office.granted(key, 10).settle(Office.used(10), Duration.ZERO);
                    settled.incrementAndGet();
                    LockSupport.parkNanos(10_000);
                }
            });
            for (int i = 0; i < 5 || settled.get() <= 1000; i++) {
                Path folder = Files.createDirectory(home.resolve("copy" + i));
                long before = settled.get();
                ledger(running).snapshot(folder);
                long after = begun.get();
                assertEquals(ledger(running).format(), ledger(folder).written());
                try (Office copy = new Office(folder, Office.NOON, Office.STILL)) {
                    assertFalse(copy.governance.recovery().missing());
                    long micros = spent(copy);
                    assertTrue(before * 10 <= micros && micros <= after * 10, before + " " + micros + " " + after);
                    assertEquals(0, micros % 10);
                }
            }
            over.set(true);
            spender.join();
        }
        Path still = Files.createDirectory(home.resolve("still"));
        ledger(running).snapshot(still);
        try (Office copy = new Office(still)) {
            assertEquals(settled.get() * 10, spent(copy));
            assertEquals(1, copy.admin().keys().size());
        }
    }

    @Test
    void whereThereIsNothingNothingIsMade() throws Exception {
        Path folder = Files.createDirectory(home.resolve("copy"));
        DurableLedger none = ledger(home.resolve("none"));
        none.migrate();
        none.snapshot(folder);
        new DurableResponses(home.resolve("none")).snapshot(folder);
        assertEquals(0, none.written());
        assertEquals(0, new DurableResponses(home.resolve("none")).written());
        assertFalse(Files.exists(home.resolve("none")));
        try (var files = Files.list(folder)) {
            assertEquals(0, files.count());
        }
    }

    @Test
    void anOlderStoreIsMigratedAndANewerOneRefused() throws Exception {
        Path folder = home.resolve("store");
        new Office(folder).close();
        DurableLedger store = ledger(folder);
        // The last version added one column.
        execute(folder, "ALTER TABLE spend_day DROP COLUMN gpu");
        execute(folder, "DELETE FROM schema_version WHERE version = " + store.format());
        assertEquals(store.format() - 1, store.written());
        store.migrate();
        assertEquals(store.format(), store.written());
        execute(folder, "INSERT INTO schema_version VALUES (" + (store.format() + 1) + ", 0)");
        assertEquals(store.format() + 1, store.written());
        assertEquals(
                "GOVERNANCE_STORE_NEWER",
                assertThrows(ApplianceException.class, store::migrate)
                        .problem()
                        .code()
                        .id());
    }

    private static void execute(Path folder, String sql) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + new GovernanceStore(folder).file());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
