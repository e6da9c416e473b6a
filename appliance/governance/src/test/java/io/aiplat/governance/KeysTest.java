package io.aiplat.governance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.governance.key.AuthenticationFailure;
import io.aiplat.governance.key.IssuedKey;
import io.aiplat.governance.key.KeyRecord;
import io.aiplat.governance.key.KeySettings;
import io.aiplat.governance.key.KeySnapshot;
import io.aiplat.governance.key.NewKey;
import io.aiplat.governance.key.Role;
import io.aiplat.governance.limit.LimitOwnerKind;
import io.aiplat.governance.limit.Limits;
import io.aiplat.governance.spend.SpendBy;
import io.aiplat.governance.spend.SpendRow;
import io.aiplat.governance.store.Administration;
import io.aiplat.governance.wal.GovernanceIntervals;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Secret;
import io.aiplat.testkit.Eventually;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysTest {
    private static final LocalDate TODAY = LocalDate.parse("2026-11-21");

    @TempDir
    Path home;

    private Office office;

    @BeforeEach
    void open() {
        office = new Office(home.resolve("governance"));
    }

    @AfterEach
    void close() {
        office.close();
    }

    private static NewKey plain(String name) {
        return new NewKey(name, Role.ORDINARY, null, null, KeySettings.PLAIN);
    }

    private IssuedKey issue(String name) {
        return office.admin().createKey(plain(name));
    }

    private static String code(Runnable action) {
        return assertThrows(ApplianceException.class, action::run)
                .problem()
                .code()
                .id();
    }

    @Test
    void openUnderTheirTokenAndNoOther() {
        IssuedKey key = issue("laptop");
        KeySnapshot snapshot = office.admit(key.token());
        assertEquals("laptop", snapshot.name());
        assertEquals(key.token().value().substring(0, 14), snapshot.prefix());
        assertTrue(key.token().value().matches("sk-aiplat-[0-9A-Za-z]{43}"));
        for (String wrong : List.of("", "x", key.token().value() + "x", "sk-aiplat-é", "x".repeat(100_000))) {
            assertSame(AuthenticationFailure.UNKNOWN, office.governance.admit(wrong));
        }
        byte[] header = ("Bearer " + key.token().value()).getBytes(StandardCharsets.US_ASCII);
        assertEquals(snapshot, office.governance.admit(header, 7, header.length - 7));
        assertSame(AuthenticationFailure.UNKNOWN, office.governance.admit(header));
    }

    @Test
    void areOnDiskAsHashesOnly() throws IOException {
        IssuedKey key = issue("laptop");
        String secret = key.token().value();
        office.granted(office.admit(key.token()), 5).settleInFull();
        office.admin().seedKey(plain("ci"), new Secret("chosen-by-a-person"));
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
                assertFalse(bytes.contains(secret), file.toString());
                assertFalse(bytes.contains(secret.substring(14)), file.toString());
                assertFalse(bytes.contains("chosen-by"), file.toString());
                assertEquals(
                        "rw-------",
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(file)),
                        file.toString());
            }
        }
        Path folder = home.resolve("governance");
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)));
    }

    @Test
    void opensNothingFromTheMomentItExpires() {
        KeySettings settings = KeySettings.PLAIN.until(Office.NOON.plusSeconds(10));
        IssuedKey key = office.admin().createKey(new NewKey("laptop", Role.ORDINARY, null, null, settings));
        KeySnapshot early = office.admit(key.token());
        office.pass(Duration.ofSeconds(10));
        assertSame(
                AuthenticationFailure.EXPIRED,
                office.governance.admit(key.token().value()));
        assertEquals(RequestDenied.Kind.KEY_GONE, office.refused(early, 1).kind());
        office.change("laptop", s -> s.until(null));
        office.admit(key.token());
    }

    @Test
    void opensNothingOnceItIsRevokedOrDeleted() {
        IssuedKey key = issue("laptop");
        KeySnapshot early = office.admit(key.token());
        assertEquals(Office.NOON, office.admin().revokeKey("laptop").revoked());
        assertSame(
                AuthenticationFailure.REVOKED,
                office.governance.admit(key.token().value()));
        assertEquals(RequestDenied.Kind.KEY_GONE, office.refused(early, 1).kind());
        assertEquals("GOVERNANCE_KEY_REVOKED", code(() -> office.admin().rotateKey("laptop", Duration.ZERO)));
        office.admin().deleteKey("laptop");
        assertSame(
                AuthenticationFailure.UNKNOWN,
                office.governance.admit(key.token().value()));
        assertEquals("GOVERNANCE_NOT_FOUND", code(() -> office.admin().key("laptop")));
        issue("laptop");
    }

    @Test
    void keepsTheOldTokenForItsTimeOfGraceWhenItIsRotated() {
        Secret old = issue("laptop").token();
        IssuedKey rotated = office.admin().rotateKey("laptop", Duration.ofMinutes(5));
        assertEquals(2, rotated.key().tokens().size());
        assertEquals(
                rotated.token().value().substring(0, 14),
                rotated.key().tokens().getFirst().prefix());
        office.admit(old);
        office.pass(Duration.ofMinutes(5));
        assertSame(AuthenticationFailure.EXPIRED, office.governance.admit(old.value()));
        office.admit(rotated.token());
        Secret third = office.admin().rotateKey("laptop", Duration.ZERO).token();
        assertSame(
                AuthenticationFailure.EXPIRED,
                office.governance.admit(rotated.token().value()));
        office.admit(third);
    }

    @Test
    void rotationChangesNeitherBudgetNorSpend() {
        KeySnapshot key = office.key("laptop", Office.budget("0.0001/month"));
        office.granted(key, 90).settleInFull();
        office.refused(
                office.admit(office.admin().rotateKey("laptop", Duration.ZERO).token()), 11);
    }

    @Test
    void seedingTwiceChangesNothing() {
        Secret token = new Secret("sk-master-1234");
        NewKey key = new NewKey("ci", Role.ADMIN, "bot", "platform", KeySettings.PLAIN.with(Office.budget("1/day")));
        KeyRecord first = office.admin().seedKey(key, token);
        assertEquals(first, office.admin().seedKey(key, token));
        assertEquals(Role.ADMIN, office.admit(token).role());
        assertEquals("bot", office.admit(token).user().name());
        Secret other = new Secret("sk-master-5678");
        office.admin().seedKey(key, other);
        office.admit(other);
        assertSame(AuthenticationFailure.EXPIRED, office.governance.admit(token.value()));
        assertEquals("GOVERNANCE_TOKEN_TAKEN", code(() -> office.admin().seedKey(plain("cd"), other)));
        assertEquals("GOVERNANCE_NOT_FOUND", code(() -> office.admin().key("cd")), "half a key was made");
        assertThrows(IllegalArgumentException.class, () -> office.admin().seedKey(plain("cd"), new Secret("short")));
    }

    @Test
    void mayReadMetricsAndNothingElse() {
        IssuedKey key = office.admin().createKey(new NewKey("prometheus", Role.METRICS, null, null, KeySettings.PLAIN));
        assertEquals(Role.METRICS, key.key().role());
        assertEquals(Role.METRICS, office.admit(key.token()).role());
        for (Role role : new Role[] {Role.ADMIN, Role.METRICS, Role.ORDINARY, Role.METRICS}) {
            office.admin()
                    .updateKey("prometheus", before -> new NewKey("prometheus", role, null, null, before.settings()));
            assertEquals(role, office.admin().key("prometheus").role());
            assertEquals(role, office.admit(key.token()).role());
        }
        // What is not said stays: no key becomes one for models because its limits were changed.
        office.admin().updateKey("prometheus", before -> before);
        assertEquals(Role.METRICS, office.admit(key.token()).role());
    }

    @Test
    void haveNamesOfTheirOwn() {
        issue("laptop");
        assertEquals("GOVERNANCE_NAME_TAKEN", code(() -> issue("laptop")));
        assertEquals(
                "GOVERNANCE_NOT_FOUND",
                code(() ->
                        office.admin().createKey(new NewKey("x", Role.ORDINARY, "nobody", null, KeySettings.PLAIN))));
        assertThrows(IllegalArgumentException.class, () -> plain("a/b"));
    }

    @Test
    void aTeamWithKeysIsNotDeleted() {
        office.admin().create(LimitOwnerKind.TEAM, "research", Limits.NONE);
        office.admin().createKey(new NewKey("laptop", Role.ORDINARY, null, "research", KeySettings.PLAIN));
        assertEquals("GOVERNANCE_IN_USE", code(() -> office.admin().delete(LimitOwnerKind.TEAM, "research")));
        office.admin().deleteKey("laptop");
        office.admin().delete(LimitOwnerKind.TEAM, "research");
        assertEquals(List.of(), office.admin().list(LimitOwnerKind.TEAM));
    }

    @Test
    void reportsSpendByWhatItWasSpentFor() {
        office.admin().create(LimitOwnerKind.TEAM, "research", Limits.NONE);
        KeySettings tagged = new KeySettings(Limits.NONE, null, List.of("paid"), false, false);
        KeySnapshot key = office.key(new NewKey("laptop", Role.ORDINARY, null, "research", tagged));
        spend(key, "fast", List.of("demo"), 7);
        spend(key, "slow", List.of(), 5);
        office.admin().deleteKey("laptop");
        office.close();
        office = new Office(home.resolve("governance"));
        assertEquals(List.of("laptop 12"), report(SpendBy.KEY));
        assertEquals(List.of(" 12"), report(SpendBy.USER));
        assertEquals(List.of("research 12"), report(SpendBy.TEAM));
        assertEquals(List.of("fast 7", "slow 5"), report(SpendBy.MODEL));
        assertEquals(List.of("demo 7", "paid 12"), report(SpendBy.TAG));
        SpendRow row = office.admin().spend(SpendBy.KEY, TODAY, TODAY).getFirst();
        assertEquals(new SpendRow(TODAY, "laptop", 2, 0, 0, 12, 0, 12), row);
        assertEquals(List.of(), office.admin().spend(SpendBy.KEY, TODAY.plusDays(1), TODAY.plusDays(9)));
    }

    private void spend(KeySnapshot key, String model, List<String> tags, long tokens) {
        ReservationRequest ask = new ReservationRequest(model, 0, 50, Office.PER_TOKEN, tags);
        assertInstanceOf(Reservation.class, office.governance.reserve(key, ask)).settle(Office.used(tokens));
    }

    private List<String> report(SpendBy by) {
        return office.admin().spend(by, TODAY, TODAY).stream()
                .map(r -> r.name() + " " + r.micros())
                .toList();
    }

    @Test
    void changesOfAnotherProcessAreSeenWithoutARestart() throws InterruptedException {
        Path folder = home.resolve("other");
        GovernanceIntervals quick =
                new GovernanceIntervals(Duration.ofMillis(5), Duration.ofMillis(5), Duration.ofHours(1), 1 << 16);
        try (Office running = new Office(folder, Office.NOON, quick);
                Administration cli = Administration.open(folder, () -> Instant.EPOCH, new SecureRandom())) {
            String token = cli.createKey(plain("laptop")).token().value();
            Eventually.holds(
                    "the new key is known", () -> !(running.governance.admit(token) instanceof AuthenticationFailure));
            cli.revokeKey("laptop");
            Eventually.holds(
                    "the key is revoked", () -> running.governance.admit(token) == AuthenticationFailure.REVOKED);
            assertNotNull(running.admin().key("laptop").revoked());
        }
    }
}
