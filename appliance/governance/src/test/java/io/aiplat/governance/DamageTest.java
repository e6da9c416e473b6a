package io.aiplat.governance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.governance.key.AuthenticationFailure;
import io.aiplat.governance.key.IssuedKey;
import io.aiplat.governance.key.KeySettings;
import io.aiplat.governance.key.KeySnapshot;
import io.aiplat.governance.key.NewKey;
import io.aiplat.governance.key.Role;
import io.aiplat.governance.limit.Limits;
import io.aiplat.governance.spend.SpendBy;
import io.aiplat.governance.store.Administration;
import io.aiplat.governance.store.Sql;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Secret;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What was answered is on the disk, and what is not there any more is noticed.
class DamageTest {
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

    private Path db() {
        return dead.resolve("governance.db");
    }

    private Path log() {
        return dead.resolve("governance.db-wal");
    }

    private void loseLog() throws IOException {
        Files.delete(log());
        Files.deleteIfExists(dead.resolve("governance.db-shm"));
    }

    private static void cut(Path file, long size) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.setLength(size);
        }
        Files.deleteIfExists(file.resolveSibling("governance.db-shm"));
    }

    private ApplianceException refusal() {
        ApplianceException e = assertThrows(ApplianceException.class, () -> new Office(dead));
        ApplianceException cli = assertThrows(
                ApplianceException.class, () -> Administration.open(dead, () -> Office.NOON, new SecureRandom()));
        assertEquals(e.problem(), cli.problem(), "the command line says the same");
        return e;
    }

    private String code() {
        return refusal().problem().code().id();
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + db())) {
            for (String sql : statements) {
                Sql.execute(connection, sql);
            }
        }
    }

    @Test
    void aRevocationThatWasAnsweredHoldsWithoutTheLogOfTheStore() throws IOException {
        Secret token;
        try (Office office = new Office(running)) {
            IssuedKey issued =
                    office.admin().createKey(new NewKey("laptop", Role.ORDINARY, null, null, KeySettings.PLAIN));
            token = issued.token();
            office.admin().revokeKey("laptop");
            die();
        }
        loseLog();
        try (Office office = new Office(dead)) {
            assertEquals(AuthenticationFailure.REVOKED, office.governance.admit(token.value()));
        }
    }

    @Test
    void whatWasSpentIsReadFromTheJournalWhereTheLogOfTheStoreIsLost() throws Exception {
        try (Office office = new Office(running)) {
            KeySnapshot key = office.key("laptop", Limits.NONE);
            for (int i = 0; i < 3000; i++) {
                office.granted(key, 10).settle(Office.used(3));
                if (i % 500 == 0) {
                    // Brings the store up to date, into its log.
                    office.governance.settleUp();
                }
            }
            office.granted(key, 100);
            die();
        }
        loseLog();
        try (Office office = new Office(dead)) {
            assertEquals(
                    3000 * 3 + 100,
                    office.admin().spend(SpendBy.KEY, TODAY, TODAY).getFirst().micros());
        }
    }

    @Test
    void aLogThatWasCutIsNoticedAndLeftAsItIs() throws Exception {
        try (Office office = new Office(running);
                Connection reader = DriverManager.getConnection("jdbc:sqlite:" + running.resolve("governance.db"))) {
            office.admin().createKey(NewKey.plain("kept"));
            // Whoever reads keeps SQLite from bringing what is newer into the file.
            Sql.execute(reader, "BEGIN");
            Sql.query(reader, "SELECT count(*) FROM keys", row -> row.getInt(1));
            office.admin().createKey(NewKey.plain("lost"));
            office.admin().revokeKey("kept");
            die();
        }
        cut(log(), 32 + 4096 + 24);
        byte[] before = Files.readAllBytes(db());
        byte[] logBefore = Files.readAllBytes(log());

        ApplianceException e = refusal();

        assertEquals("GOVERNANCE_STORE_BEHIND", e.problem().code().id());
        assertTrue(e.problem().why().contains("of 3 changes"), e.problem().why());
        assertArrayEquals(before, Files.readAllBytes(db()));
        assertArrayEquals(logBefore, Files.readAllBytes(log()));
        // And as the problem says, whoever wants it all the same can have it.
        Files.delete(dead.resolve("governance.mark"));
        try (Office office = new Office(dead)) {
            assertEquals("kept", office.admin().keys().getFirst().name());
        }
        new Office(dead).close();
    }

    @Test
    void aLogWithAByteThatIsWrongIsNoticed() throws Exception {
        try (Office office = new Office(running);
                Connection reader = DriverManager.getConnection("jdbc:sqlite:" + running.resolve("governance.db"))) {
            Sql.execute(reader, "BEGIN");
            Sql.query(reader, "SELECT count(*) FROM keys", row -> row.getInt(1));
            office.admin().createKey(NewKey.plain("lost"));
            office.admin().createKey(NewKey.plain("lost too"));
            die();
        }
        try (RandomAccessFile open = new RandomAccessFile(log().toFile(), "rw")) {
            open.seek(32 + 24 + 100);
            open.write(0x55);
            open.write(0xaa);
        }
        Files.deleteIfExists(dead.resolve("governance.db-shm"));
        assertEquals("GOVERNANCE_STORE_BEHIND", code());
    }

    @Test
    void anOlderCopyIsNoticed() throws IOException {
        try (Office office = new Office(running)) {
            office.admin().createKey(NewKey.plain("laptop"));
            die();
        }
        Path old = Files.copy(db(), home.resolve("old.db"));
        try (Office office = new Office(dead)) {
            office.admin().revokeKey("laptop");
        }
        Files.copy(old, db(), StandardCopyOption.REPLACE_EXISTING);
        assertEquals("GOVERNANCE_STORE_BEHIND", code());
    }

    @Test
    void aStoreThatIsGoneOrAnothersIsNotBegunAnew() throws IOException {
        try (Office office = new Office(running)) {
            office.admin().createKey(NewKey.plain("laptop"));
        }
        die();
        Files.delete(db());
        assertEquals("GOVERNANCE_STORE_BEHIND", code());
        Files.createFile(db());
        assertEquals("GOVERNANCE_STORE_BEHIND", code());
        new Office(home.resolve("another")).close();
        Files.copy(home.resolve("another/governance.db"), db(), StandardCopyOption.REPLACE_EXISTING);
        assertEquals("GOVERNANCE_STORE_BEHIND", code());
    }

    @Test
    void aMarkThatIsNotWhatWasWrittenIsNoticed() throws IOException {
        new Office(running).close();
        die();
        Files.writeString(dead.resolve("governance.mark"), "store 1 changes 0 sum 00000000\n");
        assertEquals("GOVERNANCE_STORE_DAMAGED", code());
    }

    @Test
    void pagesThatAreOverwrittenAreNoticed() throws IOException {
        try (Office office = new Office(running)) {
            for (int i = 0; i < 50; i++) {
                office.admin().createKey(NewKey.plain("key " + i));
            }
        }
        die();
        byte[] whole = Files.readAllBytes(db());
        int noticed = 0;
        int pages = 0;
        for (int page = 0; page * 4096 < whole.length; page += 3, pages++) {
            byte[] damaged = whole.clone();
            java.util.Arrays.fill(damaged, page * 4096, page * 4096 + 1000, (byte) 0x5a);
            Files.write(db(), damaged);
            noticed += code().equals("GOVERNANCE_STORE_DAMAGED") ? 1 : 0;
            assertArrayEquals(damaged, Files.readAllBytes(db()), "nothing was written over it");
        }
        assertEquals(pages, noticed);
    }

    @Test
    void aNumberThatCannotBeIsNoticed() throws Exception {
        try (Office office = new Office(running)) {
            office.granted(office.key("laptop", Limits.NONE), 10).settleInFull();
        }
        die();
        byte[] whole = Files.readAllBytes(db());
        for (String sql : new String[] {
            "UPDATE spend_day SET micros = -1",
            "UPDATE spend_minute SET micros = -5",
            "UPDATE spend_minute SET micros = 9.3e18",
            "DELETE FROM ledger",
            "UPDATE holders SET budgets = 'much/often'",
            "UPDATE holders SET requests = -2"
        }) {
            Files.write(db(), whole);
            execute(sql);
            assertEquals("GOVERNANCE_STORE_DAMAGED", code(), sql);
        }
    }

    @Test
    void aRoleThatCannotBeIsNoticed() throws Exception {
        try (Office office = new Office(running)) {
            office.key("laptop", Limits.NONE);
        }
        die();
        byte[] whole = Files.readAllBytes(db());
        for (String change : new String[] {
            "metrics = 2", "metrics = 'no'", "role = 'ADMIN', metrics = 1", "role = 'ROOT'", "role = 'METRICS'"
        }) {
            Files.write(db(), whole);
            execute("PRAGMA ignore_check_constraints = ON", "UPDATE keys SET " + change);
            assertEquals("GOVERNANCE_STORE_DAMAGED", code(), change);
        }
    }

    @Test
    void aDatabaseOfAnotherProgramIsLeftAlone() throws Exception {
        Files.createDirectories(dead);
        execute("CREATE TABLE photos (id INTEGER PRIMARY KEY, name TEXT)");
        byte[] before = Files.readAllBytes(db());
        ApplianceException e = refusal();
        assertEquals("GOVERNANCE_STORE_FOREIGN", e.problem().code().id());
        assertTrue(e.problem().why().contains("photos"));
        assertArrayEquals(before, Files.readAllBytes(db()));
    }

    @Test
    void sumsThatDoNotFitStayAtTheGreatestNumber() throws Exception {
        try (Office office = new Office(running)) {
            KeySnapshot key = office.key("laptop", Limits.NONE);
            office.granted(key, 1).settleInFull();
            office.change("laptop", s -> s.with(Office.budget("1/day")));
            office.change("laptop", s -> s.with(Limits.NONE));
            try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + running.resolve("governance.db"))) {
                Sql.execute(other, "UPDATE spend_day SET micros = 9223372036854775800");
                Sql.execute(other, "UPDATE spend_minute SET micros = 9223372036854775800");
            }
            office.granted(key, 100).settleInFull();
            office.change("laptop", s -> s.with(Office.budget("1/day")));
            assertEquals(
                    Long.MAX_VALUE,
                    office.admin().spend(SpendBy.KEY, TODAY, TODAY).getFirst().micros());
            assertInstanceOf(RequestDenied.class, office.ask(key, 1));
        }
        new Office(running).close();
    }
}
