package io.aiplat.routing.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.Problem;
import io.aiplat.model.spend.Price;
import io.aiplat.routing.Deployment;
import io.aiplat.routing.Fallbacks;
import io.aiplat.routing.GatewayConfig;
import io.aiplat.routing.Guard;
import io.aiplat.routing.ModelNames;
import io.aiplat.routing.Origin;
import io.aiplat.routing.Route;
import io.aiplat.routing.RouteRule;
import io.aiplat.routing.RoutingProblems;
import io.aiplat.routing.Strategy;
import io.aiplat.routing.Upstream;
import io.aiplat.routing.UpstreamKind;
import io.aiplat.routing.file.ConfigDryRun;
import io.aiplat.routing.file.ConfigReadResult;
import io.aiplat.routing.file.GatewayFile;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class RouteSourcesTest {
    private static final Upstream ENGINE = new Upstream("local", UpstreamKind.EMBEDDED, null, null, Map.of());
    private static final Guard GUARD =
            new Guard.Mask("pii", Set.of(Guard.Entity.EMAIL), List.of(), Set.of(Guard.Moment.BEFORE));
    private static final String FILE = """
            upstreams:
              cloud: {provider: openai, url: "http://cloud/v1", key: sk-file}
            models:
              - {name: chat, deployments: [{upstream: cloud, model: m}]}
            aliases: {fast: chat, own: tiny}
            """;

    private final MadeUpSource file = new MadeUpSource(Origin.file("gateway.yaml"));
    private final RouteSources sources = new RouteSources(ConfigDryRun.NONE);

    RouteSourcesTest() {
        file.says(Fragment.of(read(FILE)));
        sources.add(file);
        sources.add(new LocalModels(ENGINE));
    }

    private static GatewayConfig read(String text) {
        ConfigReadResult read =
                GatewayFile.read("gateway.yaml", text.replace(", own: tiny", ""), Path.of("/"), Map.of());
        GatewayConfig plan = ((ConfigReadResult.Accepted) read).plan();
        return new GatewayConfig(
                plan.listener(),
                plan.keys(),
                plan.upstreams(),
                plan.routes(),
                // Of an appliance: the engine serves it.
                Map.of("fast", "chat", "own", "tiny"),
                plan.guards(),
                plan.tracing());
    }

    private static Upstream server(String name, String host) {
        return new Upstream(name, UpstreamKind.OPENAI, URI.create("http://" + host + "/v1"), null, Map.of());
    }

    private static Route route(String name, String upstream) {
        return Route.of(name, List.of(Deployment.of(upstream, "m")), Strategy.WEIGHTED);
    }

    private static Route with(Route route, List<String> guards, List<String> fallbacks) {
        return new Route(
                route.name(),
                route.deployments(),
                route.strategy(),
                route.limits(),
                route.retries(),
                route.cooldown(),
                new Fallbacks(fallbacks, List.of(), List.of()),
                null,
                false,
                null,
                null,
                guards);
    }

    private MadeUpSource added(String name, long age, Fragment says) {
        MadeUpSource source = new MadeUpSource(name, age).says(says);
        sources.add(source);
        return source;
    }

    private static List<String> codes(MadeUpSource source) {
        return source.told.stream().map(problem -> problem.code().id()).toList();
    }

    private static List<String> names(GatewayConfig plan) {
        return plan.routes().stream().map(Route::name).toList();
    }

    @Test
    void whatAResourceHasIsServedBesideTheFileAndKnowsItsOrigin() {
        MadeUpSource resource =
                added("team-a/vllm", 1, Fragment.of(server("vllm", "a"), List.of(route("big", "vllm"))));
        assertTrue(sources.haveChanged());
        MergeResult merged = sources.merge();
        assertFalse(sources.haveChanged());
        assertEquals(List.of("chat", "big", "*"), names(merged.config()));
        assertEquals(List.of(), merged.rejected());
        assertEquals(resource.origin(), merged.config().originOf("big"));
        assertEquals(file.origin(), merged.config().originOf("fast"));
        assertEquals(Origin.engine(), merged.config().originOf("*"));

        sources.remove(resource);
        assertEquals(List.of("chat", "*"), names(sources.merge().config()));
    }

    @Test
    void ofTwoWithOneNameTheFileWinsThenTheOlderThenTheOneWhoseNameComesFirst() {
        Function<String, Fragment> both = host -> new Fragment(
                null,
                Map.of(host, server(host, host)),
                List.of(route("big", host), route("Chat", host)),
                Map.of(),
                Map.of());
        MadeUpSource young = added("young", 1, both.apply("y"));
        MadeUpSource second = added("old-b", 9, both.apply("b"));
        MadeUpSource first = added("old-a", 9, both.apply("a"));
        MergeResult merged = sources.merge();
        assertEquals(first.origin(), merged.config().originOf("big"));
        assertEquals(List.of("chat", "big", "*"), names(merged.config()));
        assertEquals(List.of("ROUTING_NAME_TAKEN"), codes(first), "another spelling of the file's");
        assertEquals(List.of("ROUTING_NAME_TAKEN", "ROUTING_NAME_TAKEN"), codes(second));
        assertEquals(
                RoutingProblems.nameTaken("models.big", "resource young", "big", "resource old-a"),
                young.told.getFirst());

        sources.remove(first);
        assertEquals(second.origin(), sources.merge().config().originOf("big"));
        assertEquals(List.of("ROUTING_NAME_TAKEN"), codes(second));
    }

    @Test
    void aRouteDoesNotGetAnothersServerOfTheSameName() {
        MadeUpSource resource =
                added("r", 1, Fragment.of(server("cloud", "elsewhere"), List.of(route("big", "cloud"))));
        MergeResult merged = sources.merge();
        assertEquals(List.of("chat", "*"), names(merged.config()));
        assertEquals(List.of("ROUTING_NAME_TAKEN", "ROUTING_PART_REJECTED"), codes(resource));
        resource.says(
                Fragment.of(server("mine", "elsewhere"), List.of(route("big", "mine"), route("theirs", "cloud"))));
        assertEquals(
                List.of("chat", "big", "theirs", "*"), names(sources.merge().config()));
        assertEquals(List.of(), resource.told);
    }

    @Test
    void theLastGoodStateOfABrokenSourceStays() {
        MadeUpSource resource = added("r", 1, Fragment.of(server("a", "a"), List.of(route("big", "a"))));
        sources.merge();
        Problem problem = RoutingProblems.partRejected("spec.model", "resource r", "It is empty.");
        resource.says(new FragmentResult.Broken(List.of(problem)));
        MergeResult merged = sources.merge();
        assertNotNull(merged.config().originOf("big"));
        assertEquals(List.of(new RouteProblem(resource.origin(), problem)), merged.rejected());
        assertEquals(List.of(problem), resource.told);
        resource.says(Fragment.of(server("a", "a"), List.of(route("bigger", "a"))));
        assertNull(sources.merge().config().originOf("big"));
        assertEquals(List.of(), resource.told);
    }

    @Test
    void aSourceThatFailsIsOneThatIsBroken() {
        MadeUpSource resource = new MadeUpSource("r", 1) {
            @Override
            public FragmentResult current() {
                throw new IllegalStateException("no such place");
            }

            @Override
            public void told(List<Problem> problems) {
                super.told(problems);
                throw new IllegalStateException("nobody listens");
            }
        };
        sources.add(resource);
        assertEquals(List.of("chat", "*"), names(sources.merge().config()));
        assertEquals(List.of("ROUTING_SOURCE_NOT_FOLLOWED"), codes(resource));
        assertThrows(IllegalArgumentException.class, () -> sources.add(new MadeUpSource("r", 1)));
    }

    @Test
    void whatCannotBeMadeIsRejectedAlone() {
        RouteSources trying = new RouteSources(new ConfigDryRun() {
            @Override
            public void upstream(Upstream upstream) {
                throw new IllegalArgumentException("no such server");
            }
        });
        trying.add(file);
        MadeUpSource resource = new MadeUpSource("r", 1)
                .says(new Fragment(
                        null,
                        Map.of("a", server("a", "a")),
                        List.of(route("big", "a"), route("cloudy", "cloud")),
                        Map.of(),
                        Map.of()));
        trying.add(resource);
        assertEquals(List.of("chat", "cloudy"), names(trying.merge().config()));
        assertEquals("No such server.", resource.told.getFirst().why());
    }

    @Test
    void whatLeadsNowhereIsRejectedAndWhatLeadsToItAsWell() {
        MadeUpSource resource = added(
                "r",
                1,
                new Fragment(
                        null,
                        Map.of(),
                        List.of(
                                with(route("big", "cloud"), List.of(), List.of("lost")),
                                with(route("self", "cloud"), List.of(), List.of("self")),
                                with(route("guarded", "cloud"), List.of("none"), List.of())),
                        Map.of("round", "circle", "circle", "round", "b*g", "chat", "deep", "big", "quick", "chat"),
                        Map.of()));
        // Without the engine, for which every name is one of its models.
        RouteSources alone = new RouteSources(ConfigDryRun.NONE);
        GatewayConfig plan = read(FILE);
        alone.add(file.says(Fragment.of(new GatewayConfig(
                plan.listener(),
                List.of(),
                plan.upstreams(),
                plan.routes(),
                Map.of("fast", "chat"),
                Map.of(),
                plan.tracing()))));
        alone.add(resource);
        GatewayConfig merged = alone.merge().config();
        assertEquals(List.of("chat"), names(merged));
        assertEquals(Map.of("fast", "chat", "quick", "chat"), merged.aliases());
        assertEquals(7, resource.told.size(), resource.told::toString);
    }

    @Test
    void aStandInDoesNotPassItsGuardsBy() {
        MadeUpSource resource = added(
                "r",
                1,
                new Fragment(
                        null,
                        Map.of(),
                        List.of(
                                with(route("safe", "cloud"), List.of("pii"), List.of()),
                                with(route("big", "cloud"), List.of(), List.of("safe"))),
                        Map.of(),
                        Map.of("pii", GUARD)));
        assertEquals(List.of("chat", "safe", "*"), names(sources.merge().config()));
        assertEquals(List.of("ROUTING_PART_REJECTED"), codes(resource));
    }

    @Test
    void aRouteTakesNoModelAwayFromANameOfTheFile() {
        MadeUpSource resource = added(
                "r",
                1,
                new Fragment(
                        null,
                        Map.of("mine", new Upstream("mine", UpstreamKind.EMBEDDED, null, null, Map.of())),
                        List.of(new Route(
                                "dear",
                                List.of(Deployment.of("mine", "tiny")),
                                Strategy.WEIGHTED,
                                route("x", "x").limits(),
                                2,
                                route("x", "x").cooldown(),
                                Fallbacks.NONE,
                                null,
                                false,
                                new Price.PerToken(5, 5, 5, 5),
                                null,
                                List.of())),
                        Map.of(),
                        Map.of()));
        GatewayConfig merged = sources.merge().config();
        assertNotNull(merged.names().find("own"), "an alias of the file");
        assertEquals(List.of("ROUTING_PART_REJECTED"), codes(resource));
    }

    private static Fragment ofEngine(String name, String model) {
        Upstream mine = new Upstream("mine", UpstreamKind.EMBEDDED, null, null, Map.of());
        return Fragment.of(mine, List.of(Route.of(name, List.of(Deployment.of("mine", model)), Strategy.WEIGHTED)));
    }

    /// The same model by another name: as its resource says it, and not past what the file says.
    @Test
    void aRouteLeadsToNoModelOfTheEnginePastItsGuardsOrItsPrice() {
        GatewayConfig plain = read(FILE);
        Route safe = with(
                Route.of("safe", List.of(Deployment.of("local", "tiny:latest")), Strategy.WEIGHTED),
                List.of("pii"),
                List.of());
        Deployment large = new Deployment(
                "local", "large", 1, 1, null, null, null, Deployment.QUEUE, new Price.PerToken(5, 5, 5, 5));
        Route dear = Route.of("dear", List.of(large), Strategy.WEIGHTED);
        file.says(Fragment.of(new GatewayConfig(
                plain.listener(),
                plain.keys(),
                Map.of("cloud", plain.upstreams().get("cloud"), "local", ENGINE),
                List.of(plain.routes().getFirst(), safe, dear),
                Map.of(),
                Map.of("pii", GUARD),
                plain.tracing(),
                plain.responses(),
                "EUR")));
        MadeUpSource unguarded = added("r", 1, ofEngine("a", "tiny"));
        MadeUpSource free = added("s", 2, ofEngine("b", "large"));
        MadeUpSource other = added("t", 3, ofEngine("c", "small"));
        sources.merge();
        assertTrue(unguarded.told.getFirst().why().contains("past the guards that gateway.yaml gives it as safe"));
        assertTrue(free.told.getFirst().why().contains("past the price that gateway.yaml gives it as dear"));
        assertEquals(List.of(), codes(other));
    }

    @Test
    void aRuleThatConfinesLeadsNobodyOut() {
        RouteRule stays = new RouteRule(
                "stays", RouteRule.Match.ALL, List.of("mine", "far"), List.of(), false, true, false, null);
        Route mixed =
                Route.of("mixed", List.of(Deployment.of("mine", "m"), Deployment.of("far", "m")), Strategy.WEIGHTED);
        Map<String, Upstream> servers = Map.of("mine", server("mine", "mine"), "far", server("far", "far.example.com"));
        MadeUpSource resource =
                added("r", 1, new Fragment(null, servers, List.of(mixed.ruled(List.of(stays))), Map.of(), Map.of()));
        assertEquals(List.of("chat", "*"), names(sources.merge().config()));
        assertEquals(List.of("ROUTING_PART_REJECTED"), codes(resource));
        assertTrue(resource.told.getFirst().why().contains("names the upstream far, which is not in it"));

        RouteRule any = new RouteRule("any", RouteRule.Match.ALL, List.of(), List.of(), false, true, false, null);
        resource.says(new Fragment(null, servers, List.of(mixed.ruled(List.of(any))), Map.of(), Map.of()));
        assertTrue(names(sources.merge().config()).contains("mixed"), "the one in the house answers");
        assertEquals(List.of(), codes(resource));
    }

    /// A server that a resource names may be this machine, by a forward into the cluster.
    @Test
    void aRouteHidesNoModelOfTheEngine() {
        Upstream near = new Upstream("near", UpstreamKind.OLLAMA, URI.create("http://127.0.0.1:40001"), null, Map.of());
        MadeUpSource router = added("router", 1, Fragment.of(near, List.of(route("other", "near"))));
        MadeUpSource model =
                added("model", 2, new Fragment(null, Map.of(), List.of(), Map.of("llama2", "m"), Map.of()));
        GatewayConfig merged = sources.merge().config();
        assertEquals(
                "*", Objects.requireNonNull(merged.names().find("m")).thing().name());
        assertEquals(
                "*",
                Objects.requireNonNull(merged.names().find("llama2")).thing().name());
        assertEquals(List.of(), codes(router));
        assertEquals(List.of(), codes(model));
    }

    /// Sources that come, change, break and go, in any order.
    @TestFactory
    List<DynamicTest> holdsWhateverSourcesDo() {
        List<DynamicTest> tests = new ArrayList<>();
        for (long seed = 1; seed <= 12; seed++) {
            long one = seed;
            tests.add(DynamicTest.dynamicTest("seed " + one, () -> new RouteSourcesTest().sequence(new Random(one))));
        }
        return tests;
    }

    private void sequence(Random random) {
        List<MadeUpSource> there = new ArrayList<>();
        Map<MadeUpSource, Fragment> good = new HashMap<>();
        Set<MadeUpSource> broken = new HashSet<>();
        for (int i = 0; i < 60; i++) {
            int what = there.isEmpty() ? 0 : random.nextInt(4);
            if (what == 0 && there.size() < 8) {
                MadeUpSource source = new MadeUpSource("r" + i, random.nextInt(3));
                Fragment fragment = fragment(random);
                sources.add(source.says(fragment));
                there.add(source);
                good.put(source, fragment);
            } else if (what == 1) {
                MadeUpSource gone = there.remove(random.nextInt(there.size()));
                sources.remove(gone);
                good.remove(gone);
                broken.remove(gone);
            } else {
                MadeUpSource source = there.get(random.nextInt(there.size()));
                if (what == 2) {
                    Fragment fragment = fragment(random);
                    source.says(fragment);
                    good.put(source, fragment);
                    broken.remove(source);
                } else {
                    source.says(new FragmentResult.Broken(List.of(
                            RoutingProblems.partRejected("spec", source.origin().text(), "It is broken."))));
                    broken.add(source);
                }
            }
            holds(sources.merge(), there, good, broken);
        }
    }

    private void holds(
            MergeResult merged, List<MadeUpSource> there, Map<MadeUpSource, Fragment> good, Set<MadeUpSource> broken) {
        GatewayConfig plan = merged.config();
        // Whoever comes new and says the same gets the same, in whatever order.
        RouteSources again = new RouteSources(ConfigDryRun.NONE);
        List<MadeUpSource> copies = new ArrayList<>();
        for (MadeUpSource each : there.reversed()) {
            MadeUpSource copy = new MadeUpSource(each.origin()).says(good.getOrDefault(each, Fragment.EMPTY));
            copies.add(copy);
            again.add(copy);
        }
        again.add(new LocalModels(ENGINE));
        again.add(file);
        assertEquals(again.merge().config(), plan);
        // All that the file says is served as it says it.
        ModelNames<Route> names = plan.names();
        for (String name : List.of("chat", "fast", "own")) {
            assertNotNull(names.find(name), name);
        }
        assertEquals("sk-file", plan.upstreams().get("cloud").key().value());
        assertTrue(merged.rejected().stream().noneMatch(each -> each.origin().equals(file.origin())));
        // Each part of a source is served, or its source was told why not.
        for (MadeUpSource source : there) {
            assertEquals(
                    broken.contains(source),
                    source.told.stream().anyMatch(p -> p.why().equals("It is broken.")));
            Set<String> told = source.told.stream().map(Problem::what).collect(Collectors.toSet());
            for (Route route : good.get(source).routes()) {
                boolean served = source.origin().equals(plan.originOf(route.name()))
                        && plan.routes().contains(route);
                assertTrue(
                        served ^ told.stream().anyMatch(what -> what.startsWith("models." + route.name() + " ")),
                        () -> route.name() + " " + source.told);
            }
        }
        // What is served leads somewhere.
        plan.aliases().keySet().stream()
                .filter(alias -> !alias.endsWith("*"))
                .forEach(alias -> assertNotNull(names.find(alias), alias));
        for (Route route : plan.routes()) {
            route.fallbacks()
                    .general()
                    .forEach(other -> assertTrue(
                            route.guards().containsAll(names.find(other).thing().guards()), route.name()));
        }
    }

    private static Fragment fragment(Random random) {
        List<String> words = List.of("big", "Big", "chat", "tiny", "fast", "a", "b", "*");
        Map<String, Upstream> upstreams = new HashMap<>();
        List<Route> routes = new ArrayList<>();
        Map<String, String> aliases = new HashMap<>();
        Set<String> taken = new HashSet<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            String name = "s" + random.nextInt(3);
            upstreams.put(name, server(name, "host" + random.nextInt(2)));
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            String name = words.get(random.nextInt(words.size()));
            String upstream = random.nextInt(4) == 0 ? "cloud" : "s" + random.nextInt(3);
            if (taken.add(name)) {
                routes.add(with(
                        name.equals("*")
                                ? Route.of("*", List.of(Deployment.of(upstream, "*")), Strategy.WEIGHTED)
                                : route(name, upstream),
                        random.nextInt(4) == 0 ? List.of("pii") : List.of(),
                        random.nextInt(3) == 0 ? List.of(words.get(random.nextInt(7))) : List.of()));
            }
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            String alias = List.of("a", "b", "c", "fast", "x*").get(random.nextInt(5));
            if (taken.add(alias)) {
                aliases.put(alias, List.of("a", "b", "c", "big", "chat").get(random.nextInt(5)));
            }
        }
        return new Fragment(null, upstreams, routes, aliases, random.nextBoolean() ? Map.of("pii", GUARD) : Map.of());
    }
}
