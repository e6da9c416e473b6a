package io.aiplat.governance.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aiplat.governance.Office;
import io.aiplat.governance.RequestDenied;
import io.aiplat.governance.Reservation;
import io.aiplat.governance.ReservationResult;
import io.aiplat.governance.key.KeyRecord;
import io.aiplat.governance.key.KeySettings;
import io.aiplat.governance.key.KeySnapshot;
import io.aiplat.governance.key.NewKey;
import io.aiplat.governance.key.Role;
import io.aiplat.governance.limit.LimitOwnerKind;
import io.aiplat.governance.limit.Limits;
import io.aiplat.governance.spend.SpendBy;
import io.aiplat.governance.wal.GovernanceIntervals;
import io.aiplat.model.ApplianceException;
import io.aiplat.testkit.Eventually;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GovernanceStoreTest {
    private static final GovernanceIntervals QUICK =
            new GovernanceIntervals(Duration.ofMillis(5), Duration.ofHours(1), Duration.ofHours(1), 1 << 16);

    @TempDir
    Path home;

    private Path folder() {
        return home.resolve("governance");
    }

    private Connection sqlite() throws SQLException, IOException {
        Files.createDirectories(folder());
        return DriverManager.getConnection("jdbc:sqlite:" + folder().resolve("governance.db"));
    }

    private void execute(String... statements) throws SQLException, IOException {
        try (Connection connection = sqlite()) {
            for (String sql : statements) {
                Sql.update(connection, sql);
            }
        }
    }

    private List<String> tables() throws SQLException, IOException {
        try (Connection connection = sqlite()) {
            return Sql.query(
                    connection,
                    "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name",
                    row -> row.getString(1));
        }
    }

    static IntStream olderVersions() {
        return IntStream.range(0, Schema.VERSIONS.size());
    }

    @ParameterizedTest
    @MethodSource("olderVersions")
    void bringsEachOlderVersionToTheNewest(int version) throws SQLException, IOException {
        try (Connection connection = sqlite()) {
            Schema.migrate(connection, 1, Schema.VERSIONS.subList(0, version));
            if (version > 0) {
                Sql.update(connection, "INSERT INTO holders (kind, name, created) VALUES ('TEAM', 'research', 1)");
                for (String role : List.of("ADMIN", "ORDINARY")) {
                    Sql.update(connection, "INSERT INTO holders (kind, name, created) VALUES ('KEY', ?, 1)", role);
                    Sql.update(connection, "INSERT INTO keys (id, role) SELECT max(id), ? FROM holders", role);
                }
            }
        }
        try (Office office = new Office(folder())) {
            for (KeyRecord key : office.admin().keys()) {
                assertEquals(key.name(), key.role().name());
            }
            NewKey scraper = new NewKey("scraper", Role.METRICS, null, null, KeySettings.PLAIN);
            assertEquals(Role.METRICS, office.key(scraper).role());
            assertEquals(version > 0 ? 3 : 1, office.admin().keys().size());
            assertEquals(
                    version > 0 ? 1 : 0,
                    office.admin().list(LimitOwnerKind.TEAM).size());
        }
        List<String> migrated = tables();
        home = home.resolve("fresh");
        new Office(folder()).close();
        assertEquals(tables(), migrated);
    }

    @Test
    void refusesAStoreThatANewerOneHasWritten() throws SQLException, IOException {
        new Office(folder()).close();
        execute("INSERT INTO schema_version VALUES (99, 0)");
        ApplianceException e = assertThrows(ApplianceException.class, () -> new Office(folder()));
        assertEquals("GOVERNANCE_STORE_NEWER", e.problem().code().id());
        assertThrows(
                ApplianceException.class, () -> Administration.open(folder(), () -> Office.NOON, new SecureRandom()));
    }

    @Test
    void refusesAFileThatIsNoDatabase() throws IOException {
        Files.createDirectories(folder());
        Files.writeString(folder().resolve("governance.db"), "these are my notes, and not a database".repeat(99));
        ApplianceException e = assertThrows(ApplianceException.class, () -> new Office(folder()));
        assertEquals("GOVERNANCE_STORE_DAMAGED", e.problem().code().id());
    }

    @Test
    void refusesAStoreThatOthersCouldWriteTo() throws IOException {
        new Office(folder()).close();
        Files.setPosixFilePermissions(folder(), PosixFilePermissions.fromString("rwxr-xrwx"));
        ApplianceException e = assertThrows(ApplianceException.class, () -> new Office(folder()));
        assertEquals("GOVERNANCE_STORE_EXPOSED", e.problem().code().id());
    }

    @Test
    void closesAFolderThatTheUsersGroupCouldWriteTo() throws IOException {
        new Office(folder()).close();
        Files.setPosixFilePermissions(folder(), PosixFilePermissions.fromString("rwxrwxr-x"));
        new Office(folder()).close();
        assertEquals("rwxr-xr-x", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder())));
    }

    @Test
    void refusesAStoreOfAnotherUser() throws IOException {
        new Office(folder()).close();
        Path file = folder().resolve("governance.db");
        UserPrincipal us = Files.getOwner(file);
        UserPrincipal nobody =
                file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
        for (Path theirs : List.of(folder(), file)) {
            try {
                Files.setOwner(theirs, nobody);
            } catch (FileSystemException e) {
                Assumptions.abort("only root can give a file away");
            }
            ApplianceException e = assertThrows(ApplianceException.class, () -> new Office(folder()));
            assertEquals("GOVERNANCE_STORE_EXPOSED", e.problem().code().id());
            Files.setOwner(theirs, us);
        }
        Files.move(file, home.resolve("elsewhere.db"));
        Files.createSymbolicLink(file, home.resolve("elsewhere.db"));
        ApplianceException e = assertThrows(ApplianceException.class, () -> new Office(folder()));
        assertEquals("GOVERNANCE_STORE_EXPOSED", e.problem().code().id());
    }

    @Test
    void theAnswerIsNoAsLongAsTheStoreCannotBeWritten() throws Exception {
        try (Office office = new Office(folder(), Office.NOON, QUICK)) {
            KeySettings shadow = new KeySettings(Limits.NONE, null, List.of(), false, true);
            KeySnapshot key = office.key(new NewKey("laptop", Role.ORDINARY, null, null, shadow));
            execute("ALTER TABLE spend_day RENAME TO spend_gone");
            office.granted(key, 10).settleInFull();
            Eventually.holds("the failure is known", () -> office.governance.failure() != null);

            RequestDenied refusal = office.refused(key, 1);

            assertEquals(RequestDenied.Kind.STORE_UNREADABLE, refusal.kind());
            assertEquals(
                    "spend cannot be recorded at the moment, so no request is let through: "
                            + "The store of keys cannot be used",
                    refusal.message());
            assertEquals(List.of("GOVERNANCE_STORE_UNREADABLE"), office.failures);
            execute("ALTER TABLE spend_gone RENAME TO spend_day");
            Eventually.holds("it is over", () -> office.governance.failure() == null);
            office.granted(key, 1).settleInFull();
        }
        try (Office office = new Office(folder())) {
            LocalDate day = LocalDate.parse("2026-11-21");
            assertEquals(
                    11, office.admin().spend(SpendBy.KEY, day, day).getFirst().micros());
        }
    }

    @Test
    void theAnswerIsNoAsLongAsTheJournalCannotBeWritten() throws Exception {
        try (Office office = new Office(folder())) {
            KeySnapshot key = office.key("laptop", Limits.NONE);
            // A root is not stopped by the mode of a folder, so there is none for a while.
            Path journal = folder().resolve("journal");
            Files.move(journal, folder().resolve("away"));
            int granted = 0;
            ReservationResult decision = office.ask(key, 1);
            while (decision instanceof Reservation) {
                granted++;
                decision = office.ask(key, 1);
            }
            assertEquals(RequestDenied.Kind.STORE_UNREADABLE, ((RequestDenied) decision).kind());
            // One file was there, with room for a label and so many reservations.
            assertEquals(1022, granted);
            assertEquals(List.of("GOVERNANCE_JOURNAL_NOT_WRITTEN"), office.failures);
            Files.move(folder().resolve("away"), journal);
        }
        try (Office office = new Office(folder())) {
            assertEquals(1022, office.governance.recovery().settledInFull());
        }
    }

    @Test
    void aReservationThatCannotBeEndedStaysChargedInFull() throws Exception {
        Office office = new Office(folder());
        KeySnapshot key = office.key("laptop", Office.budget("1/day"));
        Reservation running = office.granted(key, 100);
        office.close();
        running.settle(Office.used(1));
        assertEquals(100, running.micros());
        assertEquals(RequestDenied.Kind.STORE_UNREADABLE, office.refused(key, 1).kind());
        try (Office next = new Office(folder())) {
            assertEquals(
                    1_000_000 - 100, next.governance.budgetsLeft().getFirst().micros());
            assertNull(next.governance.failure());
        }
    }

    @Test
    void budgetsKnowAfterARestartWhatWasSpentBefore() {
        try (Office office = new Office(folder())) {
            KeySnapshot key = office.key("laptop", Office.budget("1/month", "1/2h"));
            office.granted(key, 300).settleInFull();
        }
        try (Office office = new Office(folder(), Office.NOON.plus(Duration.ofMinutes(119)), Office.STILL)) {
            office.governance.budgetsLeft().forEach(b -> assertEquals(999_700, b.micros()));
            office.pass(Duration.ofMinutes(6));
            assertEquals(1_000_000, office.governance.budgetsLeft().getLast().micros());
            assertEquals(999_700, office.governance.budgetsLeft().getFirst().micros());
        }
    }
}
