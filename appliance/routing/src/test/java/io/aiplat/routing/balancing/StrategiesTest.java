package io.aiplat.routing.balancing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.routing.Deployment;
import io.aiplat.routing.Strategy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// What each strategy promises, over many choices with a random generator of a known seed.
class StrategiesTest {
    private static Router router(Strategy strategy, Deployment... deployments) {
        return new Router(TestConfigs.plan(TestConfigs.route(strategy, deployments)), new Random(42));
    }

    private static RoutingResult.Chosen choose(Router router, long prefix) {
        return assertInstanceOf(RoutingResult.Chosen.class, router.choose("fast", prefix, Set.of(), 0));
    }

    private static String upstream(Router router, long prefix) {
        RoutingResult.Chosen chosen = choose(router, prefix);
        chosen.lease().succeeded();
        return chosen.upstream().name();
    }

    private static Map<String, Integer> shares(Router router, int times) {
        Map<String, Integer> shares = new TreeMap<>();
        for (int i = 0; i < times; i++) {
            shares.merge(upstream(router, Router.NO_PREFIX), 1, Integer::sum);
        }
        return shares;
    }

    @Test
    void weightedConvergesToTheWeights() {
        Map<String, Integer> shares = shares(
                router(
                        Strategy.WEIGHTED,
                        TestConfigs.at("a"),
                        TestConfigs.at("b").weighing(2),
                        TestConfigs.at("c").weighing(7)),
                20_000);
        assertEquals(0.1, shares.get("a") / 20_000.0, 0.01);
        assertEquals(0.2, shares.get("b") / 20_000.0, 0.01);
        assertEquals(0.7, shares.get("c") / 20_000.0, 0.01);
    }

    @Test
    void theSameSeedChoosesTheSame() {
        Deployment[] two = {TestConfigs.at("a"), TestConfigs.at("b")};
        assertEquals(shares(router(Strategy.WEIGHTED, two), 100), shares(router(Strategy.WEIGHTED, two), 100));
    }

    @Test
    void leastBusyFillsEvenlyByWeight() {
        Router router = router(
                Strategy.LEAST_BUSY, TestConfigs.at("a"), TestConfigs.at("b").weighing(3));
        Map<String, Integer> held = new HashMap<>();
        for (int i = 0; i < 400; i++) {
            held.merge(choose(router, Router.NO_PREFIX).upstream().name(), 1, Integer::sum);
        }
        assertEquals(100, held.get("a"), 1);
        assertEquals(300, held.get("b"), 1);
    }

    @Test
    void leastBusySpreadsIdleOnes() {
        Map<String, Integer> shares =
                shares(router(Strategy.LEAST_BUSY, TestConfigs.at("a"), TestConfigs.at("b")), 10_000);
        assertEquals(5_000, shares.get("a"), 300);
    }

    @Test
    void lowestLatencyPrefersTheQuickOneAndStillLooksAtTheOther() {
        Router router = router(Strategy.LOWEST_LATENCY, TestConfigs.at("slow"), TestConfigs.at("quick"));
        Map<String, Integer> shares = new TreeMap<>();
        for (int i = 0; i < 10_000; i++) {
            RoutingResult.Chosen chosen = choose(router, Router.NO_PREFIX);
            shares.merge(chosen.upstream().name(), 1, Integer::sum);
            chosen.lease().firstByte(chosen.upstream().name().equals("slow") ? 900_000 : 100_000);
            chosen.lease().succeeded();
        }
        assertEquals(250, shares.get("slow"), 60);
    }

    @Test
    void lowestLatencyFindsOutThatOneHasBecomeQuick() {
        Router router = router(Strategy.LOWEST_LATENCY, TestConfigs.at("a"), TestConfigs.at("b"));
        for (int i = 0; i < 2_000; i++) {
            RoutingResult.Chosen chosen = choose(router, Router.NO_PREFIX);
            boolean quick = chosen.upstream().name().equals("a") == (i < 500);
            chosen.lease().firstByte(quick ? 1_000 : 9_000);
            chosen.lease().succeeded();
        }
        assertTrue(shares(router, 100).get("b") > 85);
    }

    @Test
    void onePrefixMeetsOneDeployment() {
        Router router = router(Strategy.PREFIX, TestConfigs.at("a"), TestConfigs.at("b"), TestConfigs.at("c"));
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 1_000; i++) {
            long prefix = random.nextLong();
            assertEquals(upstream(router, prefix), upstream(router, prefix));
        }
    }

    @Test
    void prefixesSpreadByWeight() {
        Router router = router(
                Strategy.PREFIX,
                TestConfigs.at("a"),
                TestConfigs.at("b"),
                TestConfigs.at("c").weighing(2));
        Map<String, Integer> shares = prefixes(router, 20_000);
        assertEquals(0.25, shares.get("a") / 20_000.0, 0.06);
        assertEquals(0.25, shares.get("b") / 20_000.0, 0.06);
        assertEquals(0.5, shares.get("c") / 20_000.0, 0.06);
    }

    private static Map<String, Integer> prefixes(Router router, int times) {
        Map<String, Integer> shares = new TreeMap<>();
        for (long prefix = 1; prefix <= times; prefix++) {
            shares.merge(upstream(router, prefix), 1, Integer::sum);
        }
        return shares;
    }

    @Test
    void noDeploymentHasMoreThanItsBoundWhateverThePrefixes() {
        SplittableRandom random = new SplittableRandom(7);
        for (int round = 0; round < 50; round++) {
            int[] weights = {1 + random.nextInt(4), 1 + random.nextInt(4), 1 + random.nextInt(4)};
            Router router = router(
                    Strategy.PREFIX,
                    TestConfigs.at("a").weighing(weights[0]),
                    TestConfigs.at("b").weighing(weights[1]),
                    TestConfigs.at("c").weighing(weights[2]));
            int sum = weights[0] + weights[1] + weights[2];
            List<Lease> held = new ArrayList<>();
            int kinds = 1 + random.nextInt(5);
            for (int i = 1; i <= 200; i++) {
                RoutingResult.Chosen chosen = choose(router, 1 + random.nextInt(kinds));
                held.add(chosen.lease());
                int claims = chosen.lease().slot().condition().claims();
                double bound =
                        Math.ceil(1.25 * held.size() * chosen.deployment().weight() / sum);
                assertTrue(claims <= bound, claims + " of " + held.size() + ", bound " + bound);
                if (random.nextInt(3) == 0) {
                    held.remove(random.nextInt(held.size())).succeeded();
                }
            }
        }
    }

    @Test
    void onlyThePrefixesOfOneThatLeavesMove() {
        Deployment a = TestConfigs.at("a");
        Deployment b = TestConfigs.at("b");
        Deployment c = TestConfigs.at("c");
        Router three = router(Strategy.PREFIX, a, b, c);
        Router two = router(Strategy.PREFIX, a, c);
        int moved = 0;
        for (long prefix = 1; prefix <= 5_000; prefix++) {
            String before = upstream(three, prefix);
            if (before.equals("b")) {
                moved++;
            } else {
                assertEquals(before, upstream(two, prefix));
            }
        }
        assertEquals(5_000 / 3.0, moved, 350);
    }

    @Test
    void withoutAPrefixTheLeastBusyIsChosen() {
        Router router = router(Strategy.PREFIX, TestConfigs.at("a"), TestConfigs.at("b"));
        for (int i = 0; i < 100; i++) {
            choose(router, Router.NO_PREFIX);
        }
        router.status(0).forEach(s -> assertEquals(50, s.inFlight()));
    }

    @Test
    void aRingOfTheMostDeploymentsWithTheGreatestWeightsIsBuilt() {
        Deployment[] most = new Deployment[64];
        for (int i = 0; i < most.length; i++) {
            most[i] = TestConfigs.at("u" + i).weighing(1000);
        }
        assertEquals(64, prefixes(router(Strategy.PREFIX, most), 20_000).size());
    }
}
