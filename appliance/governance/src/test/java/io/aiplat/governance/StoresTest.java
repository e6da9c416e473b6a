package io.aiplat.governance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.governance.key.AuthenticationFailure;
import io.aiplat.governance.key.IssuedKey;
import io.aiplat.governance.key.KeySettings;
import io.aiplat.governance.key.KeySnapshot;
import io.aiplat.governance.key.NewKey;
import io.aiplat.governance.key.Role;
import io.aiplat.governance.key.SeededKey;
import io.aiplat.governance.limit.BudgetLeft;
import io.aiplat.governance.limit.LimitOwnerKind;
import io.aiplat.governance.limit.Limits;
import io.aiplat.governance.shared.DatabaseAddress;
import io.aiplat.governance.spend.SpendBy;
import io.aiplat.governance.spend.SpendRow;
import io.aiplat.governance.store.Administration;
import io.aiplat.governance.wal.GovernanceIntervals;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Secret;
import io.aiplat.testkit.PostgresServer;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What is promised of keys, limits and spend, whatever store they are in.
class StoresTest {
    private static SharedStore shared;

    @TempDir
    Path folder;

    private Governance governance;

    private enum Store {
        SQLITE,
        POSTGRESQL
    }

    @BeforeAll
    static void start() {
        shared = new SharedStore();
    }

    @AfterAll
    static void stop() {
        if (shared != null) {
            shared.close();
        }
    }

    @AfterEach
    void close() {
        governance.close();
    }

    private Administration open(Store store) {
        if (store == Store.POSTGRESQL) {
            shared.fresh();
        }
        return reopen(store);
    }

    private Administration reopen(Store store) {
        governance = switch (store) {
            case SQLITE ->
                Governance.open(
                        folder,
                        InstantSource.system(),
                        new SecureRandom(),
                        GovernanceListener.NONE,
                        GovernanceIntervals.NORMAL);
            case POSTGRESQL -> shared.gateway(GovernanceListener.NONE);
        };
        return governance.administration();
    }

    private KeySnapshot admitted(Secret token) {
        return assertInstanceOf(KeySnapshot.class, governance.admit(token.value()));
    }

    private ReservationResult ask(KeySnapshot key, long tokens, String... tags) {
        return governance.reserve(key, new ReservationRequest("fast", 0, tokens, Office.PER_TOKEN, List.of(tags)));
    }

    private Reservation granted(KeySnapshot key, long tokens, String... tags) {
        return assertInstanceOf(Reservation.class, ask(key, tokens, tags));
    }

    private RequestDenied.Kind refused(KeySnapshot key, long tokens) {
        return assertInstanceOf(RequestDenied.class, ask(key, tokens)).kind();
    }

    private static NewKey key(String name, String user, String team, Limits limits) {
        return new NewKey(name, Role.ORDINARY, user, team, KeySettings.PLAIN.with(limits));
    }

    private static String code(Runnable action) {
        return assertThrows(ApplianceException.class, action::run)
                .problem()
                .code()
                .id();
    }

    @ParameterizedTest
    @EnumSource
    void keysLiveAndDie(Store store) {
        Administration admin = open(store);
        IssuedKey made = admin.createKey(NewKey.plain("laptop"));
        assertEquals("laptop", admitted(made.token()).name());
        assertEquals("GOVERNANCE_NAME_TAKEN", code(() -> admin.createKey(NewKey.plain("laptop"))));
        assertEquals("GOVERNANCE_NOT_FOUND", code(() -> admin.key("desktop")));
        assertEquals(List.of("laptop"), admin.keys().stream().map(k -> k.name()).toList());

        IssuedKey next = admin.rotateKey("laptop", Duration.ofHours(1));
        assertEquals(2, next.key().tokens().size());
        admitted(made.token());
        IssuedKey last = admin.rotateKey("laptop", Duration.ZERO);
        assertSame(AuthenticationFailure.EXPIRED, governance.admit(made.token().value()));
        assertSame(AuthenticationFailure.EXPIRED, governance.admit(next.token().value()));
        KeySnapshot early = admitted(last.token());

        admin.revokeKey("laptop");
        assertSame(AuthenticationFailure.REVOKED, governance.admit(last.token().value()));
        assertEquals(RequestDenied.Kind.KEY_GONE, refused(early, 1));
        assertEquals("GOVERNANCE_KEY_REVOKED", code(() -> admin.rotateKey("laptop", Duration.ZERO)));
        admin.deleteKey("laptop");
        assertSame(AuthenticationFailure.UNKNOWN, governance.admit(last.token().value()));
        admin.createKey(NewKey.plain("laptop"));
    }

    @ParameterizedTest
    @EnumSource
    void keysOfAFileComeAndGo(Store store) {
        Administration admin = open(store);
        Secret token = new Secret("chosen-by-a-person");
        SeededKey seed = new SeededKey(key("ci", "ann", "research", Limits.NONE), token);
        admin.seedKeys(List.of(seed));
        admin.seedKeys(List.of(seed));
        assertEquals("research", admitted(token).team().name());
        admin.seedKeys(List.of());
        assertSame(AuthenticationFailure.WITHDRAWN, governance.admit(token.value()));
        admin.seedKeys(List.of(seed));
        admitted(token);
        assertEquals("GOVERNANCE_TOKEN_TAKEN", code(() -> admin.seedKey(NewKey.plain("other"), token)));
        assertEquals("GOVERNANCE_IN_USE", code(() -> admin.delete(LimitOwnerKind.TEAM, "research")));
        assertEquals(List.of("ci"), admin.keys().stream().map(k -> k.name()).toList(), "all or nothing");
    }

    @ParameterizedTest
    @EnumSource
    void everyRoleAndSettingIsKept(Store store) {
        Administration admin = open(store);
        admin.create(LimitOwnerKind.USER, "ann", Office.budget("1/day", "5/total"));
        admin.create(LimitOwnerKind.TEAM, "Zürich team", new Limits(List.of(), 5L, 6L, 7, List.of("a*", "b")));
        Instant end = Instant.parse("2099-01-01T00:00:00Z");
        for (Role role : Role.values()) {
            KeySettings settings = new KeySettings(
                    new Limits(Office.budget("0.5/2h").budgets(), 1L << 40, 2L, 3, List.of("x")),
                    end,
                    List.of("a", "b"),
                    true,
                    true);
            NewKey wanted = new NewKey(role.word(), role, "ann", "Zürich team", settings);
            admin.createKey(wanted);
            assertEquals(wanted, admin.key(role.word()).asNew());
        }
        governance.close();
        Administration again = reopen(store);
        assertEquals(
                List.of("admin", "member", "metrics", "ordinary", "team-admin"),
                again.keys().stream().map(k -> k.name()).toList());
        assertEquals(
                new Limits(List.of(), 5L, 6L, 7, List.of("a*", "b")),
                again.show(LimitOwnerKind.TEAM, "Zürich team").limits());
        again.update(LimitOwnerKind.USER, "ann", _ -> Limits.NONE);
        assertEquals(Limits.NONE, again.list(LimitOwnerKind.USER).getFirst().limits());
    }

    @ParameterizedTest
    @EnumSource
    void limitsOfKeyUserAndTeamHold(Store store) throws SQLException, IOException {
        Administration admin = open(store);
        admin.create(LimitOwnerKind.USER, "ann", Office.budget("0.0001/month"));
        admin.create(LimitOwnerKind.TEAM, "research", Office.budget("0.00005/1h", "1/total"));
        Limits own = new Limits(List.of(), null, null, 2, List.of("fa*"));
        KeySnapshot one =
                admitted(admin.createKey(key("one", "ann", "research", own)).token());
        KeySnapshot other =
                admitted(admin.createKey(key("other", "ann", null, Limits.NONE)).token());

        Reservation first = granted(one, 30);
        assertEquals(RequestDenied.Kind.BUDGET, refused(one, 21), "its team's");
        assertEquals(RequestDenied.Kind.BUDGET, refused(other, 71), "its user's");
        Reservation second = granted(one, 20);
        assertEquals(RequestDenied.Kind.CONCURRENCY, refused(one, 0));
        second.release();
        first.settle(Office.used(10));
        governance.settleUp();
        assertEquals(List.of(40L, 90L, 999_990L), left());
        ReservationRequest slow = new ReservationRequest("slow", 0, 1, Office.PER_TOKEN, List.of());
        assertEquals(
                RequestDenied.Kind.MODEL_NOT_ALLOWED,
                assertInstanceOf(RequestDenied.class, governance.reserve(one, slow))
                        .kind());
        assertInstanceOf(Upload.class, governance.arrive(one, 1)).close();
        granted(one, 40).settleInFull();
        governance.settleUp();
        assertInstanceOf(RequestDenied.class, governance.arrive(one, 1));
        governance.close();
        reopen(store);
        assertEquals(List.of(0L, 50L, 999_950L), left(), "and after a restart");
    }

    private List<Long> left() {
        return governance.budgetsLeft().stream()
                .map(BudgetLeft::micros)
                .sorted()
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void aKeyInShadowModeIsLetThrough(Store store) throws SQLException, IOException {
        Administration admin = open(store);
        KeySettings shadow = new KeySettings(Office.budget("0.00001/month"), null, List.of(), false, true);
        KeySnapshot key = admitted(admin.createKey(new NewKey("ci", Role.ORDINARY, null, null, shadow))
                .token());
        Reservation over = granted(key, 20);
        assertEquals(RequestDenied.Kind.BUDGET, over.overlooked().kind());
        over.close();
        governance.settleUp();
        assertEquals(List.of(-10L), left());
    }

    @ParameterizedTest
    @EnumSource
    void spendIsReportedByAllThatItIsAskedBy(Store store) throws SQLException, IOException {
        Administration admin = open(store);
        admin.create(LimitOwnerKind.USER, "ann", Limits.NONE);
        admin.create(LimitOwnerKind.TEAM, "research", Limits.NONE);
        KeySnapshot key = admitted(
                admin.createKey(key("one", "ann", "research", Limits.NONE)).token());
        KeySnapshot bare = admitted(admin.createKey(NewKey.plain("bare")).token());
        granted(key, 30, "nightly", "eval").settle(Office.used(10));
        granted(key, 30, "eval").settleInFull();
        granted(bare, 7).settle(Office.used(7));
        granted(bare, 7).release();
        governance.settleUp();
        assertEquals(List.of("bare 1 7", "one 2 40"), rows(admin, SpendBy.KEY));
        assertEquals(List.of(" 1 7", "ann 2 40"), rows(admin, SpendBy.USER));
        assertEquals(List.of(" 1 7", "research 2 40"), rows(admin, SpendBy.TEAM));
        assertEquals(List.of("fast 3 47"), rows(admin, SpendBy.MODEL));
        assertEquals(List.of(" 1 7", "eval 2 40", "nightly 1 10"), rows(admin, SpendBy.TAG));
        LocalDate today = LocalDate.now();
        List<SpendRow> team = admin.spendOf("research", "ann", SpendBy.KEY, today.minusDays(1), today.plusDays(1));
        assertEquals(List.of("one"), team.stream().map(SpendRow::name).toList());
        assertEquals(1, team.getFirst().estimated());
        assertEquals(
                40,
                admin.spent(
                        admin.show(LimitOwnerKind.TEAM, "research").holder(),
                        Office.budget("1/month").budgets().getFirst().window()));
    }

    private static List<String> rows(Administration admin, SpendBy by) {
        LocalDate today = LocalDate.now();
        return admin.spend(by, today.minusDays(1), today.plusDays(1)).stream()
                .map(row -> row.name() + " " + row.requests() + " " + row.micros())
                .toList();
    }

    @Test
    void whatIsNewerIsRefusedAndLeftAlone() {
        open(Store.POSTGRESQL);
        shared.asks("INSERT INTO aiplat.schema_version VALUES (99, 0)");
        assertEquals("GOVERNANCE_DATABASE_NEWER", code(() -> shared.gateway(GovernanceListener.NONE)));
    }

    @Test
    void whoHasNoSchemaAndMayMakeNoneIsTold() {
        open(Store.POSTGRESQL);
        String url = shared.server.database("bare", "elsewhere");
        shared.server.asAdmin("bare", "REVOKE CREATE ON DATABASE bare FROM PUBLIC");
        ApplianceException no = assertThrows(
                ApplianceException.class,
                () -> Governance.open(
                        DatabaseAddress.of(url, PostgresServer.USER, new Secret(PostgresServer.PASSWORD)),
                        folder,
                        InstantSource.system(),
                        new SecureRandom(),
                        GovernanceListener.NONE,
                        SharedStore.QUICK));
        assertEquals("GOVERNANCE_DATABASE_REFUSED", no.problem().code().id());
        assertTrue(
                no.problem().toText().contains("CREATE SCHEMA aiplat AUTHORIZATION"),
                no.problem().toText());
        ApplianceException wrong = assertThrows(
                ApplianceException.class,
                () -> Governance.open(
                        DatabaseAddress.of(url, PostgresServer.USER, new Secret("wrong-password")),
                        folder,
                        InstantSource.system(),
                        new SecureRandom(),
                        GovernanceListener.NONE,
                        SharedStore.QUICK));
        assertEquals("GOVERNANCE_DATABASE_REFUSED", wrong.problem().code().id());
        assertTrue(
                !wrong.problem().toText().contains("wrong-password"),
                wrong.problem().toText());
    }
}
