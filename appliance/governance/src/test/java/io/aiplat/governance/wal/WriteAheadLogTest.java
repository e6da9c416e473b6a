package io.aiplat.governance.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.governance.Office;
import io.aiplat.governance.Reservation;
import io.aiplat.governance.ReservationRequest;
import io.aiplat.governance.key.KeySnapshot;
import io.aiplat.governance.limit.Limits;
import io.aiplat.governance.spend.SpendBy;
import io.aiplat.governance.spend.SpendRow;
import io.aiplat.governance.store.Administration;
import io.aiplat.model.ApplianceException;
import io.aiplat.testkit.Eventually;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is found in the journal when a process comes after one that died. Its death is a copy of the folder.
class WriteAheadLogTest {
    private static final LocalDate TODAY = LocalDate.parse("2026-11-21");

    @TempDir
    Path home;

    private Path running;
    private Path dead;

    @BeforeEach
    void name() {
        running = home.resolve("running");
        dead = home.resolve("dead");
    }

    // The copy sees what another process would see after a kill: what was stored into mapped memory.
    private void die() throws IOException {
        try (Stream<Path> files = Files.walk(running)) {
            for (Path file : files.toList()) {
                Path copy = dead.resolve(running.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    private void spendAndDie(int settled, int open) throws IOException {
        try (Office office = new Office(running)) {
            KeySnapshot key = office.key("laptop", Limits.NONE);
            for (int i = 0; i < settled; i++) {
                office.granted(key, 10).settle(Office.used(3));
            }
            for (int i = 0; i < open; i++) {
                office.granted(key, 100);
            }
            die();
        }
    }

    private static long spent(Office office) {
        return office.admin().spend(SpendBy.KEY, TODAY, TODAY).stream()
                .mapToLong(SpendRow::micros)
                .sum();
    }

    private Path firstSegment() throws IOException {
        try (Stream<Path> files = Files.list(dead.resolve("journal"))) {
            return files.filter(f -> f.toString().endsWith(".journal"))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
        }
    }

    private void overwrite(Path file, long at, byte... bytes) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.seek(at);
            open.write(bytes);
        }
    }

    private String code() {
        return assertThrows(ApplianceException.class, () -> new Office(dead))
                .problem()
                .code()
                .id();
    }

    @Test
    void whatWasSettledCountsAsSuchAndWhatWasOpenInFull() throws IOException {
        spendAndDie(5, 2);
        try (Office office = new Office(dead)) {
            assertEquals(new WalRecoveryReport(2, false, false), office.governance.recovery());
            assertEquals(215, spent(office));
        }
        try (Office office = new Office(dead)) {
            assertEquals(new WalRecoveryReport(0, false, false), office.governance.recovery());
            assertEquals(215, spent(office));
        }
    }

    @Test
    void goesOnFromFileToFile() throws IOException {
        // A segment of the tests holds 1023 records.
        spendAndDie(3000, 700);
        try (Office office = new Office(dead)) {
            assertEquals(700, office.governance.recovery().settledInFull());
            assertEquals(3000 * 3 + 700 * 100, spent(office));
        }
    }

    @Test
    void whatTheStoreHasAlreadyIsNotCountedAgain() throws IOException {
        try (Office office = new Office(running)) {
            KeySnapshot key = office.key("laptop", Limits.NONE);
            Reservation long_ = office.granted(key, 100);
            Reservation lost = office.granted(key, 1000);
            for (int i = 0; i < 2000; i++) {
                office.granted(key, 10).settle(Office.used(3));
            }
            // Brings the store up to date, as the background thread does.
            office.change("laptop", s -> s.with(Office.budget("1/day")));
            office.granted(key, 10).settle(Office.used(4));
            long_.settle(Office.used(50));
            assertEquals(1000, lost.micros());
            die();
        }
        try (Office office = new Office(dead)) {
            assertEquals(new WalRecoveryReport(1, false, false), office.governance.recovery());
            assertEquals(2000 * 3 + 4 + 50 + 1000, spent(office));
            assertEquals(
                    1_000_000 - 7054, office.governance.budgetsLeft().getFirst().micros());
        }
    }

    @Test
    void aLastRecordThatIsTornDoesNotCount() throws IOException {
        spendAndDie(5, 0);
        int end = 64 + 64 + 5 * 128;
        overwrite(firstSegment(), end + 20, (byte) 1, (byte) 2);
        try (Office office = new Office(dead)) {
            assertEquals(new WalRecoveryReport(0, true, false), office.governance.recovery());
            assertEquals(15, spent(office));
        }
    }

    @Test
    void aTornSettlementIsSettledInFull() throws IOException {
        spendAndDie(5, 0);
        overwrite(firstSegment(), 64 + 64 + 5 * 128 - 10, (byte) 77);
        try (Office office = new Office(dead)) {
            assertEquals(new WalRecoveryReport(1, true, false), office.governance.recovery());
            assertEquals(4 * 3 + 10, spent(office));
        }
    }

    @Test
    void aDamagedRecordInTheMiddleIsNotPassedOver() throws IOException {
        spendAndDie(5, 0);
        overwrite(firstSegment(), 64 + 64 + 2 * 128 + 33, (byte) 99);
        assertEquals("GOVERNANCE_JOURNAL_DAMAGED", code());
    }

    @Test
    void aFileThatWasCutShortIsNotPassedOver() throws IOException {
        spendAndDie(5, 0);
        try (RandomAccessFile open = new RandomAccessFile(firstSegment().toFile(), "rw")) {
            open.setLength(100);
        }
        assertEquals("GOVERNANCE_JOURNAL_DAMAGED", code());
    }

    @Test
    void theJournalOfAnotherStoreIsNotTakenIn() throws IOException {
        spendAndDie(5, 0);
        new Office(home.resolve("another")).close();
        Files.copy(
                home.resolve("another/governance.db"),
                dead.resolve("governance.db"),
                StandardCopyOption.REPLACE_EXISTING);
        Files.delete(dead.resolve("governance.mark"));
        Files.deleteIfExists(dead.resolve("governance.db-wal"));
        Files.deleteIfExists(dead.resolve("governance.db-shm"));
        assertEquals("GOVERNANCE_JOURNAL_FOREIGN", code());
    }

    @Test
    void aJournalThatIsGoneIsReported() throws IOException {
        try (Office office = new Office(running)) {
            KeySnapshot key = office.key("laptop", Limits.NONE);
            office.granted(key, 10).close();
            office.change("laptop", s -> s.with(Office.budget("1/day")));
            die();
        }
        Files.delete(firstSegment());
        try (Office office = new Office(dead)) {
            assertTrue(office.governance.recovery().missing());
            assertEquals(10, spent(office));
        }
    }

    @Test
    void onlyOneHasItAtATime() {
        try (Office _ = new Office(running);
                Administration cli = Administration.open(running, () -> Office.NOON, new SecureRandom())) {
            ApplianceException e = assertThrows(ApplianceException.class, () -> new Office(running));
            assertEquals("GOVERNANCE_JOURNAL_IN_USE", e.problem().code().id());
            assertTrue(e.problem()
                    .why()
                    .contains("process " + ProcessHandle.current().pid()));
            assertEquals(List.of(), cli.keys());
        }
        new Office(running).close();
    }

    @Test
    void labelsOfAnyLengthAndNumberFindTheirWay() throws IOException {
        String name = "ü".repeat(200);
        try (Office office = new Office(running)) {
            KeySnapshot key = office.key("laptop", Limits.NONE);
            for (int i = 0; i < 5000; i++) {
                ReservationRequest ask =
                        new ReservationRequest(name, 0, 1, Office.PER_TOKEN, List.of("tag-" + i, "x".repeat(64)));
                ((Reservation) office.governance.reserve(key, ask)).settleInFull();
            }
            die();
        }
        try (Office office = new Office(dead)) {
            SpendRow row = office.admin().spend(SpendBy.MODEL, TODAY, TODAY).getFirst();
            assertEquals(name, row.name());
            assertEquals(5000, row.micros());
            assertEquals(5001, office.admin().spend(SpendBy.TAG, TODAY, TODAY).size());
        }
    }

    @Test
    void filesThatAreDoneWithAreDeleted() throws IOException, InterruptedException {
        GovernanceIntervals quick =
                new GovernanceIntervals(Duration.ofMillis(2), Duration.ofHours(1), Duration.ofMillis(2), 1 << 16);
        try (Office office = new Office(running, Office.NOON, quick)) {
            KeySnapshot key = office.key("laptop", Limits.NONE);
            for (int i = 0; i < 5000; i++) {
                office.granted(key, 1).settleInFull();
            }
            Eventually.seen("two files are left", Duration.ofSeconds(30), this::files, files -> files <= 2);
        }
    }

    private long files() throws IOException {
        try (Stream<Path> files = Files.list(running.resolve("journal"))) {
            return files.count();
        }
    }
}
