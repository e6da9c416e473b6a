package io.aiplat.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What requests a rule is for, and who answers them.
class RouteRuleTest {
    private static final String CLASS = RouteRule.Match.CLASS_HEADER;

    private static RouteRule rule(RouteRule.Match when, String... upstreams) {
        return new RouteRule("r", when, List.of(upstreams), List.of(), false, false, false, null);
    }

    private static Route route(RouteRule... rules) {
        return Route.of(
                        "fast",
                        List.of(
                                Deployment.of("house", "m"),
                                Deployment.of("cloud", "m").capable(List.of("vision", "tools"))),
                        Strategy.WEIGHTED)
                .ruled(List.of(rules));
    }

    /// Who writes a class by hand writes it in any way; what must stay in the house stays.
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
            pii           | true
            PII           | true
            'public, Pii' | true
            public        | false
            piiii         | false
            ''            | false
            none          | false
            """)
    void aClassIsOneOfThoseThatTheRequestNames(String header, boolean is) {
        RouteRule.Match when = new RouteRule.Match(CLASS, List.of("Pii", "phi"), Map.of(), List.of());

        assertEquals(is, when.is("fast", name -> CLASS.equals(name) && header != null ? List.of(header) : List.of()));
    }

    @Test
    void aClassMayStandInASecondHeaderOfTheName() {
        RouteRule.Match when = new RouteRule.Match(CLASS, List.of("pii"), Map.of(), List.of());
        assertTrue(when.is("fast", _ -> List.of("public", "pii")));
    }

    @Test
    void headersHaveExactlyTheirValuesWhateverTheCaseOfTheirNames() {
        RouteRule.Match when = new RouteRule.Match(CLASS, List.of(), Map.of("X-Task", "complex"), List.of());
        assertTrue(when.is("fast", name -> name.equals("x-task") ? List.of("complex") : List.of()));
        assertFalse(when.is("fast", _ -> List.of("Complex")));
        assertFalse(when.is("fast", _ -> List.of()));
    }

    @Test
    void namesAreWholeOrBeginnings() {
        RouteRule.Match when = new RouteRule.Match(CLASS, List.of(), Map.of(), List.of("fast", "gpt-*"));
        assertTrue(when.is("Fast", _ -> List.of()));
        assertTrue(when.is("gpt-9", _ -> List.of()));
        assertFalse(when.is("faster", _ -> List.of()));
    }

    @Test
    void theFirstThatFitsCountsAndAllOfItHasToBeTrue() {
        RouteRule both = rule(new RouteRule.Match(CLASS, List.of("pii"), Map.of("x-a", "1"), List.of()), "house");
        RouteRule rest = new RouteRule("rest", RouteRule.Match.ALL, List.of(), List.of(), false, false, false, null);
        Route route = route(both, rest);
        assertEquals(both, route.ruleOf("fast", name -> List.of(name.equals("x-a") ? "1" : "pii")));
        assertEquals(rest, route.ruleOf("fast", _ -> List.of("pii")));
    }

    @Test
    void aDeploymentHasAllThatIsAskedFor() {
        RouteRule seeing =
                new RouteRule("v", RouteRule.Match.ALL, List.of(), List.of("vision"), false, true, false, null);
        Deployment able = Deployment.of("cloud", "m").capable(List.of("tools", "vision"));
        assertTrue(seeing.takes(able));
        assertFalse(seeing.takes(Deployment.of("house", "m")));
        assertFalse(seeing.takes(able, Tier.CLOUD));
        assertTrue(seeing.takes(able, Tier.LOCAL));
    }

    @Test
    void aRuleNamesWhatTheRouteHas() {
        assertThrows(IllegalArgumentException.class, () -> route(rule(RouteRule.Match.ALL, "elsewhere")));
        assertThrows(
                IllegalArgumentException.class,
                () -> route(new RouteRule(
                        "r", RouteRule.Match.ALL, List.of("house"), List.of("vision"), false, false, false, null)));
        assertThrows(
                IllegalArgumentException.class,
                () -> route(rule(RouteRule.Match.ALL), rule(RouteRule.Match.ALL)),
                "a name twice");
        assertThrows(
                IllegalArgumentException.class,
                () -> new RouteRule("r", RouteRule.Match.ALL, List.of("house"), List.of(), false, false, true, null));
        assertEquals(Set.of(), Set.copyOf(route().rules()));
    }
}
