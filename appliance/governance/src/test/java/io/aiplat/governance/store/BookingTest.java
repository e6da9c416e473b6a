package io.aiplat.governance.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aiplat.governance.Office;
import io.aiplat.governance.Reservation;
import io.aiplat.governance.key.KeySnapshot;
import io.aiplat.governance.limit.LimitOwner;
import io.aiplat.governance.limit.LimitOwnerKind;
import io.aiplat.governance.limit.Limits;
import io.aiplat.governance.spend.SpendBy;
import io.aiplat.governance.spend.SpendRow;
import io.aiplat.governance.wal.GovernanceIntervals;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.spend.Window;
import io.aiplat.testkit.Eventually;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What was spent is booked once, whatever keeps the store from being written for a while.
@Timeout(60)
class BookingTest {
    private static final LocalDate TODAY = LocalDate.parse("2026-11-21");
    private static final GovernanceIntervals QUICK =
            new GovernanceIntervals(Duration.ofMillis(2), Duration.ofHours(1), Duration.ofHours(1), 1 << 16);

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path home;

    private static SpendRow spent(Office office) {
        return office.admin().spend(SpendBy.KEY, TODAY, TODAY).getFirst();
    }

    @Test
    void booksOnceWhatWasSpentWhileAnotherProgramHeldTheLock() throws Exception {
        Path folder = home.resolve("governance");
        try (Office office = new Office(new GovernanceStore(folder, 20), Office.NOON, QUICK)) {
            KeySnapshot key = office.key("laptop", Limits.NONE);
            try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("governance.db"))) {
                Sql.execute(other, "BEGIN IMMEDIATE");
                for (int i = 0; i < 8; i++) {
                    office.granted(key, 10).settle(Office.used(3));
                }
                Eventually.holds("the failure is known", () -> office.governance.failure() != null);
                // Further turns of the background thread fail, too.
                Thread.sleep(100);
                assertEquals(List.of("GOVERNANCE_STORE_LOCKED"), office.failures);
                Sql.execute(other, "ROLLBACK");
            }
            Eventually.holds("it is over", PATIENCE, () -> office.governance.failure() == null);
            office.granted(key, 10).settle(Office.used(3));
        }
        try (Office office = new Office(folder)) {
            assertEquals(9, spent(office).requests());
            assertEquals(27, spent(office).micros());
        }
    }

    @Test
    void saysWhatIsSpentOfTheWindowThatIsRunning() {
        Path folder = home.resolve("governance");
        try (Office office = new Office(folder)) {
            KeySnapshot key = office.key("laptop", Office.budget("1/hour", "1/2h", "1/total"));
            office.granted(key, 60).settle(Office.used(40));
            office.pass(Duration.ofMinutes(70));
            office.granted(key, 60).settle(Office.used(2));
        }
        try (Office office =
                new Office(new GovernanceStore(folder, 20), Office.NOON.plus(Duration.ofMinutes(71)), QUICK)) {
            LimitOwner laptop = office.admin().key("laptop").holder();
            assertEquals(2, office.admin().spent(laptop, Window.parse("hour")));
            assertEquals(42, office.admin().spent(laptop, Window.parse("2h")));
            assertEquals(42, office.admin().spent(laptop, Window.parse("total")));
        }
    }

    @Test
    void aTransactionThatCannotBeginLeavesNoneOpenAndTellsWhy() throws Exception {
        Path file = home.resolve("a.db");
        try (Connection one = DriverManager.getConnection("jdbc:sqlite:" + file);
                Connection other = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            Sql.execute(one, "PRAGMA busy_timeout = 1");
            Sql.execute(one, "CREATE TABLE t (x)");
            Sql.execute(other, "BEGIN IMMEDIATE");
            for (int i = 0; i < 2; i++) {
                Exception e = assertThrows(
                        Exception.class, () -> Sql.transaction(one, () -> Sql.update(one, "INSERT INTO t VALUES (1)")));
                assertEquals("SQLITE_BUSY", e.getMessage().substring(1, 12));
            }
            Sql.execute(other, "ROLLBACK");
            Sql.transaction(one, () -> Sql.update(one, "INSERT INTO t VALUES (2)"));
            assertEquals(List.of(2), Sql.query(other, "SELECT x FROM t", row -> row.getInt(1)));
        }
    }

    @Test
    void aFullDiskIsCalledOneAndNothingIsBookedTwice() throws Exception {
        Path disk = mounted();
        try {
            Path folder = disk.resolve("governance");
            Path filler = disk.resolve("filler");
            try (Office office = new Office(folder, Office.NOON, QUICK)) {
                KeySnapshot key = office.key("laptop", Limits.NONE);
                office.granted(key, 10).settle(Office.used(3));
                fill(filler);
                int granted = 1;
                while (office.ask(key, 10) instanceof Reservation reservation) {
                    reservation.settle(Office.used(3));
                    granted++;
                }
                assertEquals(List.of("GOVERNANCE_DISK_FULL"), office.failures);
                // A key cannot be made, and who asks is told the same.
                ApplianceException no = assertThrows(ApplianceException.class, () -> many(office));
                assertEquals("GOVERNANCE_DISK_FULL", no.problem().code().id());
                Thread.sleep(50);
                assertNotNull(office.governance.failure(), "it is not ready as long as nothing can be written");
                Files.delete(filler);
                Eventually.holds("it is over", PATIENCE, () -> office.governance.failure() == null);
                office.granted(key, 10).settle(Office.used(3));
                granted++;
                long all = granted;
                Eventually.holds("all are booked", PATIENCE, () -> spent(office).requests() >= all);
                assertEquals(all, spent(office).requests());
                assertEquals(3 * all, spent(office).micros());
            }
        } finally {
            run("umount", "-l", disk.toString());
        }
    }

    private static void many(Office office) {
        for (int i = 0; i < 10_000; i++) {
            office.admin().create(LimitOwnerKind.TEAM, "team" + i, Limits.NONE);
        }
    }

    private static void fill(Path filler) throws IOException {
        try (OutputStream out = Files.newOutputStream(filler)) {
            byte[] some = new byte[512];
            while (true) {
                out.write(some);
            }
        } catch (IOException e) {
            // Full, as it shall be.
        }
    }

    private Path mounted() throws IOException, InterruptedException {
        Path disk = Files.createDirectory(home.resolve("disk"));
        Assumptions.assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=4m,mode=700", "tmpfs", disk.toString()) == 0,
                "only root can make a small disk");
        return disk;
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
