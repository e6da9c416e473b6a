package io.aiplat.routing.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.Problem;
import io.aiplat.model.Secret;
import io.aiplat.model.spend.Budget;
import io.aiplat.model.spend.Price;
import io.aiplat.model.spend.Window;
import io.aiplat.routing.CacheRule;
import io.aiplat.routing.Cooldown;
import io.aiplat.routing.Deployment;
import io.aiplat.routing.Fallbacks;
import io.aiplat.routing.GatewayConfig;
import io.aiplat.routing.Guard;
import io.aiplat.routing.KeySeed;
import io.aiplat.routing.Listener;
import io.aiplat.routing.ModelNames;
import io.aiplat.routing.Route;
import io.aiplat.routing.RouteRule;
import io.aiplat.routing.Strategy;
import io.aiplat.routing.TimeLimits;
import io.aiplat.routing.Tracing;
import io.aiplat.routing.Upstream;
import io.aiplat.routing.UpstreamKind;
import io.aiplat.routing.source.LocalModels;
import io.aiplat.testkit.Golden;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class GatewayFileTest {
    private static final Path RESOURCES = Path.of("src/test/resources");
    private static final Map<String, String> ENVIRONMENT =
            Map.of("MASTER_KEY", "sk-master-1", "OPENAI_API_KEY", "sk-cloud", "EMPTY", "");

    private static final Upstream ENGINE = new Upstream("local", UpstreamKind.EMBEDDED, null, null, Map.of());

    @TempDir
    private Path folder;

    /// A model that thinks, or a server that holds a call back until it is whole, is silent for longer than a
    /// minute.
    @Test
    void aModelMayBeSilentForMinutes() {
        GatewayConfig plan = accepted("""
                upstreams: {a: {provider: openai, url: "http://127.0.0.1:1/v1"}}
                models:
                  - {name: m, deployments: [{upstream: a, model: m}]}
                """);

        assertEquals(Duration.ofMinutes(5), plan.routes().getFirst().limits().idle());
        assertEquals(Duration.ofMinutes(5), Route.everyModelOf("a").limits().idle());
    }

    @Test
    void readsEveryFieldOfARule() {
        GatewayConfig plan = accepted("""
                upstreams: {a: {provider: openai, url: "http://127.0.0.1:1/v1"}}
                models:
                  - name: m
                    deployments: [{upstream: a, model: m, capabilities: [vision]}]
                    rules:
                      - name: all
                        classes: [PII]
                        class_header: x-class
                        headers: {X-Task: complex}
                        models: ["m*"]
                        upstreams: [a]
                        capabilities: [vision]
                        spread: true
                        confine: true
                        first_byte: 8s
                      - {name: none, refuse: true}
                """);

        assertEquals(
                List.of(
                        new RouteRule(
                                "all",
                                new RouteRule.Match(
                                        "x-class", List.of("pii"), Map.of("x-task", "complex"), List.of("m*")),
                                List.of("a"),
                                List.of("vision"),
                                true,
                                true,
                                false,
                                Duration.ofSeconds(8)),
                        new RouteRule("none", RouteRule.Match.ALL, List.of(), List.of(), false, false, true, null)),
                plan.routes().getFirst().rules());
        assertEquals(
                List.of("vision"),
                plan.routes().getFirst().deployments().getFirst().capabilities());
    }

    private GatewayConfig accepted(String text) {
        ConfigReadResult read = GatewayFile.read("gateway.yaml", text, folder, ENVIRONMENT);
        return assertInstanceOf(ConfigReadResult.Accepted.class, read, read.toString())
                .plan();
    }

    private GatewayConfig everything() throws IOException {
        Files.writeString(folder.resolve("claude.key"), "sk-claude\n");
        return accepted(Files.readString(RESOURCES.resolve("everything.yaml")));
    }

    @Test
    void readsUpstreams() throws IOException {
        Secret cloud = new Secret("sk-cloud");
        Secret claude = new Secret("sk-claude");
        Map<String, Secret> headers = Map.of("x-team", new Secret("none"));
        assertEquals(
                Map.of(
                        "local",
                        new Upstream(
                                "local", UpstreamKind.OLLAMA, URI.create("http://127.0.0.1:11434"), null, Map.of()),
                        "cloud",
                        new Upstream(
                                "cloud", UpstreamKind.OPENAI, URI.create("https://api.openai.com/v1"), cloud, Map.of()),
                        "claude",
                        new Upstream(
                                "claude",
                                UpstreamKind.ANTHROPIC,
                                URI.create("https://api.anthropic.com"),
                                claude,
                                headers),
                        "here",
                        new Upstream("here", UpstreamKind.EMBEDDED, null, null, Map.of())),
                everything().upstreams());
    }

    @Test
    void readsEveryFieldOfAModel() throws IOException {
        Price cloud = new Price.PerToken(150_000, 75_000, 187_500, 600_000);
        assertEquals(
                new Route(
                        "fast",
                        List.of(
                                new Deployment("local", "qwen3:8b", 2, 1, 8192, Duration.ofMinutes(30), 4, 16, null),
                                new Deployment("cloud", "gpt-4o-mini", 1, 2, null, null, null, 64, cloud),
                                new Deployment("here", "tiny", 1, 3, null, Deployment.FOREVER, null, 64, null)),
                        Strategy.PREFIX,
                        new TimeLimits(Duration.ofMinutes(2), Duration.ofSeconds(30), Duration.ofMillis(500)),
                        1,
                        new Cooldown(5, Duration.ofSeconds(30), Duration.ofSeconds(10)),
                        new Fallbacks(List.of("backup"), List.of("long"), List.of("safe")),
                        4096,
                        true,
                        new Price.PerGpuHour(1_296_000),
                        new CacheRule(Duration.ofHours(2), 100),
                        List.of("pii", "secrets", "presidio")),
                everything().routes().getFirst());
    }

    @Test
    void readsTheRest() throws IOException {
        GatewayConfig plan = everything();
        Listener.Database database = new Listener.Database(
                new Secret("postgresql://db.example/aiplat?sslmode=verify-full"), "gw", new Secret("sk-master-1"));
        assertEquals(new Listener("0.0.0.0", 4100, folder.resolve("things"), database), plan.listener());
        assertEquals(
                List.of(new KeySeed(
                        "owner",
                        new Secret("sk-master-1"),
                        true,
                        false,
                        "me",
                        "x",
                        List.of("*"),
                        new Budget(11_340_000, Window.Calendar.WEEK),
                        60,
                        100_000,
                        8,
                        List.of("a", "b"))),
                plan.keys());
        assertEquals(
                new Tracing(
                        URI.create("http://127.0.0.1:4318"),
                        Tracing.AttributeNames.LATEST,
                        true,
                        false,
                        Set.of("research")),
                plan.tracing());
        Guard.Mask pii = assertInstanceOf(Guard.Mask.class, plan.guards().get("pii"));
        assertEquals(Set.of(Guard.Entity.values()), pii.entities());
        assertEquals(Set.of(Guard.Moment.BEFORE, Guard.Moment.AFTER), pii.when());
        assertInstanceOf(Guard.Block.class, plan.guards().get("secrets"));
        assertInstanceOf(Guard.Presidio.class, plan.guards().get("presidio"));
    }

    private static String priced(String price, String budget) {
        return """
                upstreams: {a: {provider: openai, url: "http://127.0.0.1:1/v1"}}
                keys: [{name: k, key: 12345678, budget: %s}]
                models: [{name: m, deployments: [{upstream: a, model: m}], price: %s}]
                """.formatted(budget, price);
    }

    private static Price price(GatewayConfig plan) {
        Route route = plan.routes().getFirst();
        return Objects.requireNonNull(route.priceOf(route.deployments().getFirst()));
    }

    private static Budget budget(GatewayConfig plan) {
        return Objects.requireNonNull(plan.keys().getFirst().budget());
    }

    @Test
    void everyAmountIsBroughtToTheBaseAndRoundedOnce() {
        String amounts = priced(
                "{input: 0.1, output: 0.3, cached_input: 0.7, cache_write: 1e-12, per: 1K tokens, currency: JPY}",
                "{amount: 33.333333, currency: EUR}");
        GatewayConfig plan = accepted(amounts + "currency: {base: USD, EUR: 1.083333333333, JPY: 0.0067}");

        assertEquals(new Price.PerToken(670_000, 4_690_000, 1, 2_010_000), price(plan));
        assertEquals(new Budget(36_111_110, Window.Calendar.MONTH), budget(plan), "rounded down");
        assertEquals("USD", plan.currency());
    }

    @Test
    void whatNamesNoCurrencyIsInTheBaseWhereverThatStands() {
        GatewayConfig plan = accepted("currency: {base: EUR}\n" + priced("{gpu_hour: 2}", "{amount: 5}"));
        assertEquals(new Price.PerGpuHour(2_000_000), price(plan));
        assertEquals(Budget.parse("5/month"), budget(plan));
        assertEquals("EUR", plan.currency());
        assertEquals("EUR", accepted("currency: {base: EUR}").currency(), "also of a file without amounts");
    }

    @Test
    void aFileOfOneCurrencyNeedsNoRates() {
        String euros = priced("{gpu_hour: 2, currency: EUR}", "{amount: 5, currency: EUR}");
        assertEquals("EUR", accepted(euros).currency());
        assertEquals("EUR", accepted(euros + "currency: {}").currency());
        assertEquals("USD", accepted(priced("{gpu_hour: 2}", "{amount: 5}")).currency());
        assertEquals("", accepted("aliases: {}").currency());
        assertEquals(
                "EUR",
                accepted(
                                "upstreams: {a: {provider: embedded}}\nmodels: [{name: m, deployments: [{upstream: a, model: m}]}]"
                                        + "\ndefaults: {price: {gpu_hour: 1, currency: EUR}}")
                        .currency());
    }

    @Test
    void aModelHasWhatTheDefaultsSayUnlessItSaysOtherwise() throws IOException {
        GatewayConfig plan = everything();
        assertEquals(4, plan.routes().get(1).retries());
        assertEquals(List.of("fast"), plan.routes().get(1).fallbacks().general());
        assertEquals(1, plan.routes().getFirst().retries());
    }

    @Test
    void findsModelsByNameByAliasAndByTheLongestWildcard() throws IOException {
        GatewayConfig plan = accepted(Files.readString(RESOURCES.resolve("everything.yaml"))
                .replace("${file:claude.key}", "sk-x")
                .replace("aliases:", "  - {name: \"*\", deployments: [{upstream: local, model: \"*\"}]}\naliases:"));
        assertEquals("fast", found(plan, "gpt-4"));
        assertEquals("long", found(plan, "safe"));
        assertEquals("claude/*", found(plan, "claude/claude-opus"));
        assertEquals("claude/*", found(plan, "backup"));
        assertEquals("*", found(plan, "llama3"));
        assertNull(everything().names().find("llama3"));
    }

    private static String found(GatewayConfig plan, String name) {
        return Objects.requireNonNull(plan.names().find(name), name).thing().name();
    }

    @Test
    void aFileOfOneKeyHasTheRestByDefault() {
        assertEquals(List.of(), accepted("aliases: {}").routes());
        assertEquals(4000, accepted("aliases: {}").listener().port());
    }

    @Test
    void aPlanWithoutFileServesEveryLocalModelByItsName() {
        ModelNames.Found<Route> found = LocalModels.only(ENGINE, folder).names().find("qwen3:8b");
        assertNotNull(found);
        assertEquals("qwen3:8b", found.thing().deployments().getFirst().modelFor(found.rest()));
    }

    private ConfigReadResult ofAppliance(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("gateway.yaml"), text);
        return switch (GatewayFile.ofAppliance(file, ENVIRONMENT, ConfigDryRun.NONE, ENGINE)) {
            case ConfigReadResult.Accepted(var plan) ->
                new ConfigReadResult.Accepted(LocalModels.addedTo(plan, ENGINE));
            case ConfigReadResult.Refused refused -> refused;
        };
    }

    private GatewayConfig acceptedOfAppliance(String text) throws IOException {
        ConfigReadResult read = ofAppliance(text);
        return assertInstanceOf(ConfigReadResult.Accepted.class, read, read.toString())
                .plan();
    }

    @Test
    void anApplianceServesTheModelsItsFileDoesNotNameByTheirOwnNames() throws IOException {
        GatewayConfig plan = acceptedOfAppliance("""
                upstreams: {here: {provider: embedded}}
                models: [{name: fast, deployments: [{upstream: here, model: "qwen3:8b", context: 2048}]}]
                aliases: {gpt-4: fast, tiny: smoke}
                """);
        assertEquals("fast", found(plan, "gpt-4"));
        assertEquals("*", found(plan, "tiny"));
        assertNull(plan.names().find("qwen3:8b"), "the file leads to it by another name");
        assertEquals("*", found(plan, "qwen3:4b"));
        assertEquals(Set.of("here"), plan.upstreams().keySet(), "the engine has one name");
        assertEquals(
                LocalModels.only(ENGINE, folder).routes(),
                acceptedOfAppliance("aliases: {}").routes());
    }

    @Test
    void aPatternOfAnAliasServesEveryNameThatBeginsSo() throws IOException {
        GatewayConfig plan = acceptedOfAppliance("""
                upstreams: {here: {provider: embedded}, there: {provider: openai, url: "https://a.example"}}
                models:
                  - {name: coder, deployments: [{upstream: here, model: "qwen3:8b"}]}
                  - {name: big, deployments: [{upstream: here, model: "qwen3:30b"}]}
                  - {name: "claude-wild/*", deployments: [{upstream: there, model: "*"}]}
                  - {name: claude-own, deployments: [{upstream: here, model: own}]}
                aliases: {"claude-*": c, c: coder, "claude-opus-*": big, claude-opus-4: coder, "gpt-*": "gpt-oss:20b",
                  mine: claude-3}
                """);
        assertEquals("coder", found(plan, "claude-sonnet-4-5-20250929"));
        assertEquals("coder", found(plan, "mine"), "an alias may lead to what a pattern serves");
        assertEquals("big", found(plan, "claude-opus-5"), "the longest pattern");
        assertEquals("coder", found(plan, "claude-opus-4"), "what is written out goes before");
        assertEquals("coder", found(plan, "Claude-Opus-4:latest"), "by any of its spellings");
        assertEquals("claude-own", found(plan, "claude-own:latest"));
        assertEquals("claude-wild/*", found(plan, "claude-wild/x"), "the longest of patterns and wildcards");
        assertEquals("*", found(plan, "claude"), "it does not begin so");
        assertEquals("*", found(plan, "gpt-4o"), "a model by its own name");
        ModelNames.Found<Route> itself = Objects.requireNonNull(plan.names().find("gpt-oss:20b"));
        assertEquals("gpt-oss:20b", itself.thing().deployments().getFirst().modelFor(itself.rest()));

        ModelNames.Found<Route> sonnet = Objects.requireNonNull(plan.names().find("claude-sonnet"));
        assertEquals("claude-*", sonnet.name(), "clients make up no names that are kept");
        assertEquals("coder", sonnet.model());
        assertEquals(Set.of("c", "claude-opus-4", "claude-sonnet"), sonnet.others());
        assertNull(plan.names().find("claude-\u200bx"), "no name that looks like another");
        assertEquals(
                List.of("c", "claude-*", "claude-opus-4", "mine"),
                plan.aliasesByRoute().get("coder"));
    }

    @Test
    void aWildcardInAnAppliancesFileDecidesOtherwise() throws IOException {
        GatewayConfig plan = acceptedOfAppliance("""
                upstreams: {local: {provider: ollama, url: "http://127.0.0.1:1"}}
                models: [{name: "*", deployments: [{upstream: local, model: "*"}]}]
                """);
        assertEquals(1, plan.routes().size());
        assertFalse(plan.usesLocalEngine());
    }

    @Test
    void aNameOfTheFileIsLeftToIt() throws IOException {
        GatewayConfig plan = acceptedOfAppliance("upstreams: {local: {provider: ollama, url: \"http://127.0.0.1:1\"}}");
        assertEquals(Set.of("local", "local-engine"), plan.upstreams().keySet());
        assertEquals(
                UpstreamKind.OLLAMA,
                Objects.requireNonNull(plan.upstreams().get("local")).provider());
    }

    @Test
    void anAppliancesFileHasNothingOfAGatewayByItself() throws IOException {
        ConfigReadResult read = ofAppliance("listen: 127.0.0.1\nport: 4000\nstore: x\nkeys: []\nmodls: []\n");
        List<Problem> problems =
                assertInstanceOf(ConfigReadResult.Refused.class, read).problems();
        assertEquals(
                List.of("ROUTING_UNKNOWN_KEY", "ROUTING_NO_EFFECT"),
                problems.stream().map(problem -> problem.code().id()).distinct().toList());
        assertEquals(5, problems.size(), problems.toString());
        assertTrue(
                problems.get(2).why().contains("gateway.yaml:2:7"),
                problems.get(2).why());
    }

    @Test
    void secretsAreNotPrinted() throws IOException {
        String plan = everything().toString();
        assertFalse(plan.contains("sk-"), plan);
    }

    @Test
    void aKeyMayBeForMetricsAlone() {
        KeySeed key = accepted("keys: [{name: prometheus, key: 12345678, metrics: true}]")
                .keys()
                .getFirst();
        assertTrue(key.metrics() && !key.admin());
        ConfigReadResult both = GatewayFile.read(
                "gateway.yaml", "keys: [{name: x, key: 12345678, metrics: true, admin: true}]", folder, ENVIRONMENT);
        List<Problem> problems =
                assertInstanceOf(ConfigReadResult.Refused.class, both).problems();
        assertTrue(problems.getFirst().why().contains("opens nothing else"), problems.toString());
    }

    @Test
    void aPlaceholderCanBeWrittenPlainly() {
        assertEquals(
                List.of("${env:X} costs $5"),
                accepted("keys: [{name: x, key: 12345678, tags: [\"$${env:X} costs $5\"]}]")
                        .keys()
                        .getFirst()
                        .tags());
    }

    /// One test for each file: everything that is wrong in it is said, with its place.
    @TestFactory
    Stream<DynamicTest> refusesWithEverythingThatIsWrong() throws IOException {
        try (Stream<Path> files = Files.list(RESOURCES.resolve("refused"))) {
            List<String> names = files.map(f -> f.getFileName().toString())
                    .filter(f -> f.endsWith(".yaml"))
                    .map(f -> f.substring(0, f.length() - ".yaml".length()))
                    .sorted()
                    .toList();
            Golden.folderHoldsOnly(
                    "refused",
                    names.stream()
                            .flatMap(n -> Stream.of(n + ".yaml", n + ".txt"))
                            .toList());
            return names.stream().map(name -> DynamicTest.dynamicTest(name, () -> refuses(name)));
        }
    }

    private static void refuses(String name) throws IOException {
        String text = Files.readString(RESOURCES.resolve("refused/" + name + ".yaml"));
        ConfigReadResult read = GatewayFile.read("gateway.yaml", text, Path.of("/etc/aiplat"), ENVIRONMENT);
        List<Problem> problems =
                assertInstanceOf(ConfigReadResult.Refused.class, read).problems();
        Golden.matches(
                "refused/" + name + ".txt",
                problems.stream().map(Problem::toText).collect(Collectors.joining()));
    }

    @Test
    void saysWhyAFileCannotBeOpened() {
        ConfigReadResult read = GatewayFile.read(folder.resolve("none.yaml"), ENVIRONMENT, ConfigDryRun.NONE);
        assertEquals(
                "There is no such file.",
                assertInstanceOf(ConfigReadResult.Refused.class, read)
                        .problems()
                        .getFirst()
                        .why());
    }
}
