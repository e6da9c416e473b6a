package io.aiplat.governance.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aiplat.governance.Office;
import io.aiplat.governance.key.Authentication;
import io.aiplat.governance.key.AuthenticationFailure;
import io.aiplat.governance.key.IssuedKey;
import io.aiplat.governance.key.KeySettings;
import io.aiplat.governance.key.NewKey;
import io.aiplat.governance.key.Role;
import io.aiplat.governance.key.SeededKey;
import io.aiplat.governance.key.TokenGenerator;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Secret;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Keys that a file names: they go with it, and come back with it.
class SeedsTest {
    private static final Secret ONE = new Secret("sk-one-1234");
    private static final Secret TWO = new Secret("sk-two-1234");

    @TempDir
    private Path folder;

    private static SeededKey seed(String name, Secret token, String... budgets) {
        KeySettings settings = KeySettings.PLAIN.with(Office.budget(budgets));
        return new SeededKey(new NewKey(name, Role.ORDINARY, null, null, settings), token);
    }

    private static void sow(Office office, SeededKey... seeds) {
        office.admin().seedKeys(List.of(seeds));
    }

    private static Authentication admission(Office office, Secret token) {
        return office.governance.admit(token.value());
    }

    @Test
    void aKeyThatIsNoLongerInTheFileOpensNothingAlsoAfterARestart() {
        try (Office office = new Office(folder)) {
            IssuedKey made = office.admin().createKey(NewKey.plain("made"));
            sow(office, seed("one", ONE), seed("two", TWO));
            office.admit(TWO);
            sow(office, seed("one", ONE));
            assertSame(AuthenticationFailure.WITHDRAWN, admission(office, TWO));
            assertNotNull(office.admin().key("two").withdrawn());
            office.admit(ONE);
            office.admit(made.token());
        }
        try (Office office = new Office(folder)) {
            assertSame(AuthenticationFailure.WITHDRAWN, admission(office, TWO));
            office.admit(ONE);
        }
    }

    @Test
    void aKeyThatIsNoLongerInTheFileGetsNoOtherTokenUntilItIsPutBack() {
        try (Office office = new Office(folder)) {
            sow(office, seed("one", ONE));
            sow(office);
            ApplianceException e =
                    assertThrows(ApplianceException.class, () -> office.admin().rotateKey("one", Duration.ofDays(1)));
            assertEquals("GOVERNANCE_KEY_WITHDRAWN", e.problem().code().id());
            assertEquals(1, office.admin().key("one").tokens().size());
            sow(office, seed("one", ONE));
            office.admit(office.admin().rotateKey("one", Duration.ZERO).token());
        }
    }

    @Test
    void itsSpendIsKeptAndHoldsWhenItIsPutBack() {
        try (Office office = new Office(folder)) {
            sow(office, seed("one", ONE, "0.0001/day"));
            office.granted(office.admit(ONE), 90).settleInFull();
            sow(office);
            assertSame(AuthenticationFailure.WITHDRAWN, admission(office, ONE));
            sow(office, seed("one", ONE, "0.0001/day"));
            assertNull(office.admin().key("one").withdrawn());
            office.refused(office.admit(ONE), 11);
            office.granted(office.admit(ONE), 10).settleInFull();
        }
    }

    @Test
    void aTokenGoesWithTheFileFromOneKeyToAnother() {
        try (Office office = new Office(folder)) {
            sow(office, seed("one", ONE), seed("two", TWO));
            sow(office, seed("one", TWO), seed("two", ONE));
            assertEquals("one", office.admit(TWO).name());
            assertEquals("two", office.admit(ONE).name());
            sow(office, seed("three", ONE));
            assertEquals("three", office.admit(ONE).name());
            assertSame(AuthenticationFailure.WITHDRAWN, admission(office, TWO));
            sow(office, seed("three", TWO));
            assertEquals("three", office.admit(TWO).name());
            assertSame(AuthenticationFailure.EXPIRED, admission(office, ONE));
        }
    }

    @Test
    void aTokenOfAKeyThatAPersonMadeIsRefusedAndNothingChanges() {
        try (Office office = new Office(folder)) {
            IssuedKey made = office.admin().createKey(NewKey.plain("made"));
            sow(office, seed("one", ONE));
            ApplianceException e = assertThrows(ApplianceException.class, () -> sow(office, seed("two", made.token())));
            assertEquals("GOVERNANCE_TOKEN_TAKEN", e.problem().code().id());
            assertEquals("one", office.admit(ONE).name());
            assertEquals("made", office.admit(made.token()).name());
        }
    }

    @Test
    void aStoreOfBeforeTakesKeysWithTokensThatAPersonChoseForTheFiles() throws SQLException {
        Path file = folder.resolve("governance.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            Schema.migrate(connection, 0, Schema.VERSIONS.subList(0, 2));
            try (var statement = connection.createStatement()) {
                statement.execute("INSERT INTO holders (id, kind, name, created) VALUES (1, 'KEY', 'file', 0),"
                        + " (2, 'KEY', 'made', 0)");
                statement.execute("INSERT INTO keys (id, role) VALUES (1, 'ORDINARY'), (2, 'ORDINARY')");
                statement.execute("INSERT INTO tokens VALUES (x'"
                        + java.util.HexFormat.of()
                                .formatHex(TokenGenerator.hash(ONE).bytes())
                        + "', 1, 'sk', 0, NULL), (zeroblob(32), 2, 'sk-aiplat-abcd', 0, NULL)");
            }
        }
        try (Office office = new Office(folder)) {
            office.admit(ONE);
            sow(office);
            assertSame(AuthenticationFailure.WITHDRAWN, admission(office, ONE));
            assertNull(office.admin().key("made").withdrawn());
        }
    }
}
