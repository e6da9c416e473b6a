package io.aiplat.routing.balancing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.routing.Deployment;
import io.aiplat.routing.Fallbacks;
import io.aiplat.routing.Route;
import io.aiplat.routing.RouteRule;
import io.aiplat.routing.Strategy;
import io.aiplat.routing.balancing.Attempts.Ended;
import io.aiplat.routing.balancing.Attempts.Next;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Who is asked for a request that a rule is for.
class RuledAttemptsTest {
    private static final RouteRule BACKWARDS = rule(List.of("b", "a"), List.of(), false, false, false);
    private static final RouteRule SPREAD = rule(List.of("b", "cloud"), List.of(), true, false, false);
    private static final RouteRule IN_HOUSE = rule(List.of(), List.of(), false, true, false);
    private static final RouteRule SEEING = rule(List.of(), List.of("vision"), false, false, false);
    private static final RouteRule NOBODY = rule(List.of(), List.of(), false, false, true);

    private static RouteRule rule(
            List<String> upstreams, List<String> capabilities, boolean spread, boolean confined, boolean refused) {
        return new RouteRule(
                "r", RouteRule.Match.ALL, upstreams, capabilities, spread, confined, refused, Duration.ofSeconds(7));
    }

    private static Attempts attempts(@Nullable RouteRule rule, long seed) {
        Route fast = TestConfigs.named(
                "fast",
                TestConfigs.route(
                        Strategy.WEIGHTED,
                        TestConfigs.at("a"),
                        TestConfigs.at("b").ordered(2),
                        Deployment.of("cloud", "m").ordered(3).capable(List.of("vision"))),
                new Fallbacks(List.of("backup"), List.of(), List.of()));
        Route backup = TestConfigs.named(
                "backup",
                TestConfigs.route(Strategy.WEIGHTED, TestConfigs.at("cloud"), TestConfigs.at("d")),
                Fallbacks.NONE);
        Router router =
                new Router(TestConfigs.plan(rule == null ? fast : fast.ruled(List.of(rule)), backup), new Random(seed));
        return new Attempts(router, "fast", Router.NO_PREFIX, 0, _ -> true, rule != null && rule.confined(), rule);
    }

    /// All that are asked one after the other, when each refuses our key.
    private static List<String> asked(@Nullable RouteRule rule) {
        Attempts attempts = attempts(rule, 3);
        List<String> all = new ArrayList<>();
        while (attempts.next(0) instanceof Next.Ask(var chosen)) {
            all.add(chosen.upstream().name());
            chosen.lease().failed(Failure.of(FailureKind.AUTH), 0);
            attempts.failed(Failure.of(FailureKind.AUTH), false, 0);
        }
        assertInstanceOf(Ended.class, attempts.next(0));
        return all;
    }

    @Test
    void withoutARuleAllAreAskedInTheirOrder() {
        assertEquals(List.of("a", "b", "cloud"), asked(null).subList(0, 3));
    }

    @Test
    void thoseThatTheRuleNamesAreAskedInItsOrderAndNobodyElseOfTheRoute() {
        List<String> all = asked(BACKWARDS);
        assertEquals(List.of("b", "a"), all.subList(0, 2));
        // What the route says of stand-ins holds.
        assertEquals(Set.of("cloud", "d"), Set.copyOf(all.subList(2, 4)));
    }

    @Test
    void theStrategyMayChooseAmongThem() {
        Set<String> first = new HashSet<>();
        for (int seed = 0; seed < 40; seed++) {
            first.add(assertInstanceOf(
                            Next.Ask.class,
                            attempts(SPREAD, seed * 0x9E3779B97F4A7C15L).next(0))
                    .chosen()
                    .upstream()
                    .name());
        }
        assertEquals(Set.of("b", "cloud"), first);
    }

    @Test
    void whatARuleConfinesStaysInTheHouseAlsoInPlaceOfTheRoute() {
        assertEquals(List.of("a", "b", "d"), asked(IN_HOUSE));
    }

    @Test
    void onlyThoseAreAskedThatHaveWhatIsNeeded() {
        assertEquals("cloud", asked(SEEING).getFirst());
        assertTrue(!asked(SEEING).contains("a"), "a does not see");
    }

    @Test
    void whatARuleRefusesNobodyIsAskedAndNobodyStandsIn() {
        assertEquals(List.of(), asked(NOBODY));
        Ended ended = assertInstanceOf(Ended.class, attempts(NOBODY, 3).next(0));
        assertInstanceOf(RoutingResult.NoneLeft.class, ended.choice());
    }

    @Test
    void anAnswerHasTheTimeOfTheRule() {
        Next.Ask ask = assertInstanceOf(Next.Ask.class, attempts(BACKWARDS, 3).next(0));
        assertEquals(Duration.ofSeconds(7), ask.chosen().route().limits().firstByte());
        assertEquals("fast", ask.chosen().route().name());
    }
}
