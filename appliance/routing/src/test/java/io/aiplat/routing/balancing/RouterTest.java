package io.aiplat.routing.balancing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.routing.Deployment;
import io.aiplat.routing.Fallbacks;
import io.aiplat.routing.GatewayConfig;
import io.aiplat.routing.Route;
import io.aiplat.routing.Strategy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RouterTest {
    private static final long SECOND = 1_000_000_000L;

    private static Router router(Route... routes) {
        return new Router(TestConfigs.plan(routes), new Random(42));
    }

    private static Route strict(Strategy strategy, Deployment... deployments) {
        return TestConfigs.named("fast", TestConfigs.route(strategy, deployments), Fallbacks.NONE);
    }

    /// One deployment in whose place another model can be asked.
    private static Router replaceable() {
        Route fast = TestConfigs.named(
                "fast",
                TestConfigs.route(Strategy.WEIGHTED, TestConfigs.at("a")),
                new Fallbacks(List.of("backup"), List.of(), List.of()));
        Route backup =
                TestConfigs.named("backup", TestConfigs.route(Strategy.WEIGHTED, TestConfigs.at("b")), Fallbacks.NONE);
        return router(fast, backup);
    }

    private static RoutingResult.Chosen chosen(RoutingResult choice) {
        return assertInstanceOf(RoutingResult.Chosen.class, choice);
    }

    private static RoutingResult.Chosen choose(Router router, long now) {
        return chosen(router.choose("fast", Router.NO_PREFIX, Set.of(), now));
    }

    private static void fail(Router router, FailureKind kind, long now) {
        choose(router, now).lease().failed(Failure.of(kind), now);
    }

    private static Duration pause(Router router, long now) {
        return assertInstanceOf(RoutingResult.CoolingDown.class, router.choose("fast", Router.NO_PREFIX, Set.of(), now))
                .pause();
    }

    @Test
    void aNameThatNothingServesIsUnknownWithTheOneThatWasMeant() {
        assertEquals(
                new RoutingResult.UnknownModel("fats", Optional.of("fast")),
                router(strict(Strategy.WEIGHTED, TestConfigs.at("a"))).choose("fats", 0, Set.of(), 0));
    }

    @Test
    void aWildcardPassesTheRestOnAlsoThroughAnAlias() {
        Route all =
                TestConfigs.named("x/*", TestConfigs.route(Strategy.WEIGHTED, Deployment.of("a", "m")), Fallbacks.NONE);
        Route rest = Route.of("y/*", List.of(Deployment.of("a", "org/*")), Strategy.WEIGHTED);
        Router router = new Router(TestConfigs.plan(Map.of("short", "y/long"), all, rest), new Random(1));
        assertEquals("m", chosen(router.choose("x/1", 0, Set.of(), 0)).model());
        assertEquals("org/1", chosen(router.choose("y/1", 0, Set.of(), 0)).model());
        assertEquals("org/long", chosen(router.choose("short", 0, Set.of(), 0)).model());
    }

    @Test
    void aLowerOrderIsUsedAsLongAsItCanBe() {
        Router router = router(strict(
                Strategy.WEIGHTED,
                TestConfigs.at("a"),
                TestConfigs.at("b"),
                TestConfigs.at("c").ordered(2)));
        for (int i = 0; i < 100; i++) {
            assertEquals(1, choose(router, 0).deployment().order());
        }
        Set<Deployment> first = Set.of(TestConfigs.at("a"), TestConfigs.at("b"));
        assertEquals("c", chosen(router.choose("fast", 0, first, 0)).upstream().name());
    }

    @Test
    void oneThatWasTriedIsNotChosenAgain() {
        Router router = router(strict(Strategy.WEIGHTED, TestConfigs.at("a"), TestConfigs.at("b")));
        for (int i = 0; i < 50; i++) {
            assertEquals(
                    "b",
                    chosen(router.choose("fast", 0, Set.of(TestConfigs.at("a")), 0))
                            .upstream()
                            .name());
        }
        assertInstanceOf(
                RoutingResult.NoneLeft.class,
                router.choose("fast", 0, Set.of(TestConfigs.at("a"), TestConfigs.at("b")), 0));
    }

    @Test
    void failuresInARowMakeItPauseAndOneTrialDecides() {
        Router router = replaceable();
        fail(router, FailureKind.SERVER_ERROR, 0);
        fail(router, FailureKind.CUT, SECOND);
        assertEquals(Duration.ofSeconds(5), pause(router, SECOND));
        assertEquals(Duration.ofSeconds(1), pause(router, 5 * SECOND));
        Lease trial = choose(router, 6 * SECOND).lease();
        assertInstanceOf(RoutingResult.CoolingDown.class, router.choose("fast", 0, Set.of(), 6 * SECOND));
        assertEquals(DeploymentStatus.Health.TRYING, router.status(0).getFirst().health());
        trial.failed(Failure.of(FailureKind.CONNECT), 7 * SECOND);
        assertEquals(Duration.ofSeconds(5), pause(router, 7 * SECOND));
        choose(router, 12 * SECOND).lease().succeeded();
        assertEquals(DeploymentStatus.Health.WELL, router.status(0).getFirst().health());
        choose(router, 12 * SECOND);
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureKind.class,
            names = {"CONNECT", "TIMEOUT", "RATE_LIMITED", "SERVER_ERROR", "CUT", "AUTH"})
    void whereNobodyCouldBeAskedInItsPlaceItIsNotRested(FailureKind kind) {
        Router router = router(strict(Strategy.WEIGHTED, TestConfigs.at("a")));
        for (int i = 0; i < 10; i++) {
            fail(router, kind, 0);
        }
        assertEquals(10, router.status(0).getFirst().failures());
        choose(router, 0);
    }

    @Test
    void whatHasRestedAsItAskedIsNotRestedAgainForItsTrial() {
        Router router = router(strict(Strategy.WEIGHTED, TestConfigs.at("a")));
        choose(router, 0).lease().failed(Failure.ofStatus(503, Duration.ofSeconds(30)), 0);
        choose(router, 30 * SECOND).lease().failed(Failure.of(FailureKind.SERVER_ERROR), 30 * SECOND);
        choose(router, 30 * SECOND);
    }

    @Test
    void theTroubleOfOneModelIsNotThatOfItsNeighboursOnTheSameServer() {
        Route all = TestConfigs.named(
                "x/*",
                Route.of("x/*", List.of(Deployment.of("a", "*"), Deployment.of("b", "*")), Strategy.WEIGHTED),
                Fallbacks.NONE);
        Router router = router(all);
        for (int i = 0; i < 4; i++) {
            chosen(router.choose("x/broken", 0, Set.of(), 0)).lease().failed(Failure.ofStatus(502, null), 0);
        }
        chosen(router.choose("x/limited", 0, Set.of(Deployment.of("b", "*")), 0))
                .lease()
                .failed(Failure.ofStatus(429, Duration.ofSeconds(30)), 0);
        assertInstanceOf(RoutingResult.CoolingDown.class, router.choose("x/broken", 0, Set.of(), 0));
        assertEquals(
                Duration.ofSeconds(30),
                assertInstanceOf(
                                RoutingResult.CoolingDown.class,
                                router.choose("x/limited", 0, Set.of(Deployment.of("b", "*")), 0))
                        .pause());
        chosen(router.choose("x/well", 0, Set.of(Deployment.of("b", "*")), 0));
        Lease trial = chosen(router.choose("x/broken", 0, Set.of(), 5 * SECOND)).lease();
        trial.succeeded();
        chosen(router.choose("x/broken", 0, Set.of(), 5 * SECOND));
    }

    @Test
    void aServerThatIsNotThereIsSoForAllItsModels() {
        Route all = TestConfigs.named(
                "x/*",
                Route.of("x/*", List.of(Deployment.of("a", "*"), Deployment.of("b", "*")), Strategy.WEIGHTED),
                Fallbacks.NONE);
        Router router = router(all);
        for (int i = 0; i < 4; i++) {
            chosen(router.choose("x/one", 0, Set.of(), 0)).lease().failed(Failure.of(FailureKind.CONNECT), 0);
        }
        assertInstanceOf(RoutingResult.CoolingDown.class, router.choose("x/other", 0, Set.of(), 0));
    }

    @Test
    void modelsThatAreBrokenDoNotKeepTheOthersOfAnEngineFromAnswering() {
        Router router = router(Route.everyModelOf("local"));
        for (int i = 0; i < 100; i++) {
            fail(router, FailureKind.SERVER_ERROR, 0);
        }
        assertEquals("fast", choose(router, 0).model());
    }

    @Test
    void aSuccessBetweenThemBeginsTheCountAnew() {
        Router router = router(strict(Strategy.WEIGHTED, TestConfigs.at("a")));
        for (int i = 0; i < 10; i++) {
            fail(router, FailureKind.SERVER_ERROR, 0);
            choose(router, 0).lease().succeeded();
        }
        assertEquals(10, router.status(0).getFirst().failures());
        assertEquals(10, router.status(0).getFirst().successes());
    }

    @Test
    void failuresFarApartDoNotMakeItPause() {
        Router router = router(strict(Strategy.WEIGHTED, TestConfigs.at("a")));
        for (int i = 0; i < 10; i++) {
            fail(router, FailureKind.SERVER_ERROR, i * 61 * SECOND);
        }
        choose(router, 700 * SECOND);
    }

    @Test
    void aRateLimitPausesAtOnceAndAsLongAsTheUpstreamSays() {
        Router router = router(strict(Strategy.WEIGHTED, TestConfigs.at("a")));
        choose(router, 0).lease().failed(Failure.ofStatus(429, Duration.ofSeconds(30)), 0);
        assertEquals(Duration.ofSeconds(30), pause(router, 0));
        choose(router, 30 * SECOND).lease().failed(Failure.ofStatus(429, Duration.ofMillis(1)), 30 * SECOND);
        assertEquals(Duration.ofSeconds(5), pause(router, 30 * SECOND));
    }

    @Test
    void anAbsurdRetryAfterIsCutToADay() {
        Router router = router(strict(Strategy.WEIGHTED, TestConfigs.at("a")));
        choose(router, 0).lease().failed(Failure.ofStatus(503, Duration.ofSeconds(Long.MAX_VALUE)), 0);
        assertEquals(Duration.ofDays(1), pause(router, 0));
    }

    @Test
    void aWrongRequestSaysNothingOfTheServersHealth() {
        Router router = router(strict(Strategy.WEIGHTED, TestConfigs.at("a")));
        for (FailureKind kind : List.of(
                FailureKind.BAD_REQUEST, FailureKind.CONTEXT_WINDOW, FailureKind.CONTENT_POLICY, FailureKind.BUSY)) {
            for (int i = 0; i < 5; i++) {
                fail(router, kind, 0);
            }
        }
        assertEquals(DeploymentStatus.Health.WELL, router.status(0).getFirst().health());
        assertEquals(0, router.status(0).getFirst().failures());
    }

    @Test
    void aTrialThatTheClientLeftIsMadeAnew() {
        Router router = replaceable();
        fail(router, FailureKind.AUTH, 0);
        choose(router, 5 * SECOND).lease().close();
        choose(router, 5 * SECOND).lease().succeeded();
        assertEquals(DeploymentStatus.Health.WELL, router.status(0).getFirst().health());
    }

    @Test
    void aFailureOfARequestFromBeforeThePauseDoesNotEndTheTrial() {
        Router router = router(strict(Strategy.WEIGHTED, TestConfigs.at("a")));
        Lease old = choose(router, 0).lease();
        fail(router, FailureKind.AUTH, 0);
        Lease trial = choose(router, 5 * SECOND).lease();
        old.failed(Failure.of(FailureKind.CUT), 5 * SECOND);
        trial.succeeded();
        assertEquals(DeploymentStatus.Health.WELL, router.status(0).getFirst().health());
    }

    @Test
    void aLeaseEndsOnce() {
        Router router = router(strict(Strategy.WEIGHTED, TestConfigs.at("a")));
        Lease lease = choose(router, 0).lease();
        assertEquals(1, router.status(0).getFirst().inFlight());
        lease.succeeded();
        lease.failed(Failure.of(FailureKind.AUTH), 0);
        lease.close();
        DeploymentStatus status = router.status(0).getFirst();
        assertEquals(0, status.inFlight());
        assertEquals(DeploymentStatus.Health.WELL, status.health());
    }

    @Test
    void placesAreBoundedAndSoAreThoseWhoWait() throws InterruptedException {
        Router router = router(strict(Strategy.WEIGHTED, TestConfigs.at("a").bounded(1, 1)));
        Lease first = choose(router, 0).lease();
        assertTrue(first.begin(Duration.ZERO, 0));
        Lease second = choose(router, 0).lease();
        assertInstanceOf(RoutingResult.Full.class, router.choose("fast", 0, Set.of(), 0));
        assertFalse(second.begin(Duration.ofMillis(1), 0));
        second.failed(Failure.of(FailureKind.BUSY), 0);
        Lease third = choose(router, 0).lease();
        first.succeeded();
        assertTrue(third.begin(Duration.ZERO, 0));
    }

    @Test
    void oneWithAPlaceIsPreferredToOneWithAQueue() {
        Router router = router(strict(
                Strategy.WEIGHTED,
                TestConfigs.at("a").bounded(1, 100),
                TestConfigs.at("b").bounded(1, 100)));
        assertFalse(choose(router, 0)
                .upstream()
                .name()
                .equals(choose(router, 0).upstream().name()));
    }

    @Test
    void aFullGroupSpillsIntoTheNext() {
        Router router = router(strict(
                Strategy.WEIGHTED,
                TestConfigs.at("a").bounded(1, 0),
                TestConfigs.at("b").ordered(2)));
        assertEquals("a", choose(router, 0).upstream().name());
        assertEquals("b", choose(router, 0).upstream().name());
    }

    @Test
    void theNextPlanKeepsWhatIsKnownOfDeploymentsThatAreTheSame() {
        Router before = router(strict(Strategy.WEIGHTED, TestConfigs.at("a"), TestConfigs.at("b")));
        Lease held =
                chosen(before.choose("fast", 0, Set.of(TestConfigs.at("b")), 0)).lease();
        chosen(before.choose("fast", 0, Set.of(TestConfigs.at("a")), 0))
                .lease()
                .failed(Failure.of(FailureKind.AUTH), 0);
        GatewayConfig next = TestConfigs.plan(strict(
                Strategy.LEAST_BUSY, TestConfigs.at("c"), TestConfigs.at("b").weighing(5), TestConfigs.at("a")));
        Router after = before.with(next);
        List<DeploymentStatus> status = after.status(0);
        assertEquals(0, status.get(0).inFlight());
        assertEquals(DeploymentStatus.Health.PAUSED, status.get(1).health());
        assertEquals(1, status.get(2).inFlight());
        held.succeeded();
        assertEquals(0, after.status(0).get(2).inFlight());
    }

    @Test
    void manyThreadsLeaveNoRequestCountedAndMakeOneTrial() throws InterruptedException {
        RandomGenerator random =
                () -> java.util.concurrent.ThreadLocalRandom.current().nextLong();
        Router router = new Router(
                TestConfigs.plan(strict(Strategy.PREFIX, TestConfigs.at("a").bounded(3, 5), TestConfigs.at("b"))),
                random);
        fail(router, FailureKind.AUTH, 0);
        fail(router, FailureKind.AUTH, 0);
        List<Lease> trials = java.util.Collections.synchronizedList(new ArrayList<>());
        CountDownLatch ready = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            threads.add(Thread.ofVirtual().start(() -> {
                try {
                    ready.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                for (int n = 0; n < 500; n++) {
                    if (router.choose("fast", 1 + n, Set.of(), 5 * SECOND) instanceof RoutingResult.Chosen c) {
                        trials.add(c.lease());
                    }
                }
            }));
        }
        ready.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(2, trials.size());
        trials.forEach(Lease::close);
        router.status(0).forEach(s -> assertEquals(0, s.inFlight()));
    }

    @Test
    void theRouteOfANameIsKnownBeforeAnyChoice() {
        Router router = router(strict(Strategy.WEIGHTED, TestConfigs.at("a")));
        assertNull(router.route("none"));
    }
}
