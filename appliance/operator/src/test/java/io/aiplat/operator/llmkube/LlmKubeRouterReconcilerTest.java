package io.aiplat.operator.llmkube;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.Problem;
import io.aiplat.model.Secret;
import io.aiplat.operator.desired.GatewayRoutes;
import io.aiplat.operator.realization.MadeUpRealizers;
import io.aiplat.operator.realization.ModelReport;
import io.aiplat.operator.reconciler.MadeUpCluster;
import io.aiplat.operator.reconciler.ResourceProblems;
import io.aiplat.operator.reconciler.Translation;
import io.aiplat.routing.Deployment;
import io.aiplat.routing.Guard;
import io.aiplat.routing.Route;
import io.aiplat.routing.RouteRule;
import io.aiplat.routing.Tier;
import io.aiplat.routing.Upstream;
import io.aiplat.routing.UpstreamKind;
import io.aiplat.routing.source.Fragment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Routers as LLMKube's users write them, and the rules they become.
class LlmKubeRouterReconcilerTest {
    private static final String ROUTER = """
            apiVersion: inference.llmkube.dev/v1alpha1
            kind: ModelRouter
            metadata: {name: coding-router, namespace: default}
            spec:
              backends:
                - name: local-qwen
                  tier: local
                  inferenceServiceRef: {name: qwen3-coder}
                  capabilities: [code, tools]
                - name: cloud-opus
                  tier: cloud
                  external:
                    provider: anthropic
                    model: claude-opus-4-7
                    url: https://api.anthropic.com
                    credentialsSecretRef: {name: anthropic-key}
                  capabilities: [code, vision, long-context]
              rules:
                - name: pii-stays-local
                  match: {dataClassification: ["pii", "phi"]}
                  route: {backends: ["local-qwen"]}
                  failClosed: true
                - name: complex-to-cloud
                  match: {taskComplexity: complex}
                  route: {backends: ["cloud-opus", "local-qwen"], strategy: primary-fallback}
              defaultRoute: local-qwen
              policy:
                classification:
                  mode: header-only
                  headerKey: x-llmkube-classification
                  sensitiveClassifications: ["pii", "phi"]
                auditLog: {sink: stdout}
              proxy: {replicas: 1}
            """;

    private static final String LOCAL = "default/coding-router/local-qwen";
    private static final String CLOUD = "default/coding-router/cloud-opus";

    private final MadeUpCluster cluster = new MadeUpCluster()
            .secret("default", "anthropic-key", Map.of("ANTHROPIC_API_KEY", "sk-1\n", "OPENAI_API_KEY", "sk-2"));
    private final LlmKubeRouterReconciler reconciler =
            new LlmKubeRouterReconciler(MadeUpRealizers.noCluster(), InstantSource.system());

    private static LlmKubeService service(String server, String phase) {
        LlmKubeService service = Serialization.unmarshal("""
                apiVersion: inference.llmkube.dev/v1alpha1
                kind: InferenceService
                metadata: {name: qwen3-coder, namespace: default}
                spec: {modelRef: qwen, contextSize: 4096, endpoint: {port: 9000}}
                """, LlmKubeService.class);
        ModelReport model = new ModelReport("qwen:q4", true, null, 1L, 1L, null, null, null, null, null);
        service.setStatus(new LlmKubeServiceStatus(
                1L, List.of(), phase, server, null, 1, 1, 1, true, server.equals("Ollama") ? model : null));
        return service;
    }

    private Translation translated(String yaml) {
        return reconciler.translate(Serialization.unmarshal(yaml, LlmKubeRouter.class), cluster);
    }

    private Fragment fragment(String yaml) {
        Translation.Wanted wanted = assertInstanceOf(Translation.Wanted.class, translated(yaml));
        return assertInstanceOf(GatewayRoutes.class, wanted.states().getFirst()).fragment();
    }

    private Route route(String yaml) {
        return fragment(yaml).routes().getFirst();
    }

    private RouteRule rule(String yaml, String name) {
        return route(yaml).rules().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private Problem refused(String yaml) {
        return assertInstanceOf(Translation.Refused.class, translated(yaml)).problem();
    }

    @Test
    void aSampleBecomesARouteWithRules() {
        cluster.with(service("llama-server", "Ready"));
        Translation.Wanted wanted = assertInstanceOf(Translation.Wanted.class, translated(ROUTER));

        Fragment fragment = ((GatewayRoutes) wanted.states().getFirst()).fragment();
        assertEquals(
                Map.of(
                        LOCAL,
                        new Upstream(
                                LOCAL,
                                UpstreamKind.OPENAI,
                                URI.create("http://qwen3-coder.default.svc.cluster.local:9000/v1"),
                                null,
                                Map.of(),
                                Tier.LOCAL),
                        CLOUD,
                        new Upstream(
                                CLOUD,
                                UpstreamKind.ANTHROPIC,
                                URI.create("https://api.anthropic.com"),
                                new Secret("sk-1"),
                                Map.of(),
                                Tier.CLOUD)),
                fragment.upstreams());
        Route route = fragment.routes().getFirst();
        assertEquals("coding-router", route.name());
        assertEquals(
                List.of("qwen3-coder", "claude-opus-4-7"),
                route.deployments().stream().map(Deployment::model).toList());
        assertEquals(
                List.of(
                        new RouteRule(
                                "pii-stays-local",
                                new RouteRule.Match(
                                        "x-llmkube-classification", List.of("pii", "phi"), Map.of(), List.of()),
                                List.of(LOCAL),
                                List.of(),
                                false,
                                true,
                                false,
                                null),
                        new RouteRule(
                                "complex-to-cloud",
                                new RouteRule.Match(
                                        "x-llmkube-classification",
                                        List.of(),
                                        Map.of("x-llmkube-task-complexity", "complex"),
                                        List.of()),
                                List.of(CLOUD, LOCAL),
                                List.of(),
                                false,
                                false,
                                false,
                                null),
                        new RouteRule(
                                "(default)",
                                RouteRule.Match.ALL,
                                List.of(LOCAL),
                                List.of(),
                                false,
                                false,
                                false,
                                null)),
                route.rules());
        assertEquals(Duration.ofSeconds(120), route.limits().firstByte());
        assertEquals("These change nothing here: spec.policy.auditLog, spec.proxy.replicas.", wanted.note());
    }

    @Test
    void aServiceOfTheEngineIsAskedThereAndSeesAsMuch() {
        cluster.with(service("Ollama", "Ready"));
        Fragment fragment = fragment(ROUTER);

        assertEquals(
                UpstreamKind.EMBEDDED,
                Objects.requireNonNull(fragment.upstreams().get(LOCAL)).provider());
        Deployment deployment = fragment.routes().getFirst().deployments().getFirst();
        assertEquals("qwen:q4", deployment.model());
        assertEquals(4096, deployment.context());
    }

    @Test
    void whatNoRuleFitsIsRefusedWithoutADefault() {
        cluster.with(service("Ollama", "Ready"));
        assertTrue(rule(ROUTER.replace("  defaultRoute: local-qwen\n", ""), "(default)")
                .refused());
    }

    @Test
    void aRuleThatDoesNotFailClosedEndsAtTheDefault() {
        cluster.with(service("Ollama", "Ready"));
        String cloudOnly = ROUTER.replace("[\"cloud-opus\", \"local-qwen\"]", "[\"cloud-opus\"]");
        assertEquals(List.of(CLOUD, LOCAL), rule(cloudOnly, "complex-to-cloud").upstreams());
        // One that does ends there, though the default is in the house as well.
        String closed = cloudOnly.replace("defaultRoute: local-qwen", "defaultRoute: cloud-opus");
        assertEquals(List.of(LOCAL), rule(closed, "pii-stays-local").upstreams());
    }

    @Test
    void weightsSpreadAndZeroIsNoShare() {
        cluster.with(service("Ollama", "Ready"));
        String weighted =
                ROUTER.replace("primary-fallback", "weighted").replace("tier: cloud", "tier: cloud\n      weight: 3");
        assertTrue(rule(weighted, "complex-to-cloud").spread());
        assertEquals(
                List.of(1, 3),
                route(weighted).deployments().stream().map(Deployment::weight).toList());
        assertEquals(
                List.of(LOCAL),
                rule(weighted.replace("weight: 3", "weight: 0"), "complex-to-cloud")
                        .upstreams());
    }

    @Test
    void capabilitiesLeaveOutWhoLacksThem() {
        cluster.with(service("Ollama", "Ready"));
        String seeing = ROUTER.replace("{taskComplexity: complex}", "{requiredCapabilities: [vision]}");
        assertEquals(List.of(CLOUD, LOCAL), rule(seeing, "complex-to-cloud").upstreams(), "and then the default");
        Translation.Wanted never =
                assertInstanceOf(Translation.Wanted.class, translated(seeing.replace("[vision]}", "[sound]}")));
        assertTrue(never.note().contains("so they never hold: complex-to-cloud."), never.note());
    }

    @Test
    void namesOfRulesAndOfBackendsAreNamesOfTheGateway() {
        cluster.with(service("Ollama", "Ready"));
        String named = ROUTER.replace("{taskComplexity: complex}", "{models: [\"claude-*\", coding-router]}")
                .replace("tier: cloud", "tier: cloud\n      displayName: claude-opus-4-20250514")
                .replace(
                        "defaultRoute: local-qwen",
                        "defaultRoute: local-qwen\n  defaultRouteStrategy: BackendNameMatch");
        assertEquals(
                Map.of(
                        "claude-*", "coding-router",
                        "local-qwen", "coding-router",
                        "claude-opus-4-20250514", "coding-router"),
                fragment(named).aliases());
        assertEquals(List.of(CLOUD), rule(named, "(backend) cloud-opus").upstreams());
        assertEquals(
                "OPERATOR_PATTERN_NOT_SERVED",
                refused(named.replace("claude-*", "*-opus")).code().id());
    }

    @ParameterizedTest
    @CsvSource({"8s, 8000", "1m30s, 90000", "500ms, 500", "0.5s, 500", "1h, 3600000"})
    void aRuleHasATimeOfItsOwn(String text, long millis) {
        cluster.with(service("Ollama", "Ready"));
        String timed = ROUTER.replace("      failClosed: true", "      failClosed: true\n      timeout: " + text);
        assertEquals(Duration.ofMillis(millis), rule(timed, "pii-stays-local").firstByte());
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "8", "0s", "8s later"})
    void aTimeThatIsNoneIsTold(String text) {
        cluster.with(service("Ollama", "Ready"));
        String timed =
                ROUTER.replace("      failClosed: true", "      failClosed: true\n      timeout: \"" + text + "\"");
        assertEquals("OPERATOR_TIME_NOT_UNDERSTOOD", refused(timed).code().id());
    }

    /// What LLMKube would find is kept in the house, whatever the request says of itself.
    @Test
    void aDetectorIsAGuardThatConfines() {
        cluster.with(service("Ollama", "Ready"));
        Fragment fragment = fragment(ROUTER.replace("mode: header-only", "mode: hybrid"));
        String guard = "default/coding-router/detector";
        assertInstanceOf(Guard.Confine.class, fragment.guards().get(guard));
        assertEquals(List.of(guard), fragment.routes().getFirst().guards());
    }

    @Test
    void whatMustNotLeaveTheHouseIsRefusedWhenItIsApplied() {
        cluster.with(service("Ollama", "Ready"));
        assertEquals(
                LlmKubeProblems.leadsOut("coding-router", "pii-stays-local", "cloud-opus"),
                refused(ROUTER.replace("[\"local-qwen\"]", "[\"local-qwen\", \"cloud-opus\"]")));
        assertEquals(
                LlmKubeProblems.notClosed("coding-router", "pii-stays-local"),
                refused(ROUTER.replace("failClosed: true", "failClosed: false")));
        assertEquals(
                LlmKubeProblems.notClosed("coding-router", "complex-to-cloud"),
                refused(ROUTER.replace("{taskComplexity: complex}", "{dataClassification: [secret]}")
                        .replace("[\"pii\", \"phi\"]\n    auditLog", "[\"pii\", \"secret\"]\n    auditLog")));
    }

    /// LLMKube's default makes every exported backend local; a provider's own server is in nobody's house.
    @Test
    void aProvidersServerIsNotLocalWhateverIsSaid() {
        cluster.with(service("Ollama", "Ready"));
        String claimed = ROUTER.replace("tier: cloud", "tier: local")
                .replace("[\"local-qwen\"]", "[\"local-qwen\", \"cloud-opus\"]");
        assertEquals(LlmKubeProblems.leadsOut("coding-router", "pii-stays-local", "cloud-opus"), refused(claimed));
        String inHouse = claimed.replace("provider: anthropic", "provider: litellm")
                .replace("https://api.anthropic.com", "https://llm.example.com")
                .replace("        credentialsSecretRef: {name: anthropic-key}\n", "");
        Upstream proxy = Objects.requireNonNull(fragment(inHouse).upstreams().get(CLOUD));
        assertEquals(Tier.LOCAL, proxy.tier());
        assertEquals(URI.create("https://llm.example.com/v1"), proxy.url());
        assertEquals(
                "OPERATOR_RULE_LEADS_OUT",
                refused(inHouse.replace("      tier: local\n      external", "      external"))
                        .code()
                        .id());
    }

    @Test
    void whatCannotBeHadIsRefusedByName() {
        assertEquals(
                ResourceProblems.nothingReferredTo(
                        "The ModelRouter coding-router", "InferenceService default/qwen3-coder"),
                refused(ROUTER));
        cluster.with(service("Ollama", "Pending"));
        String alone = ROUTER.substring(0, ROUTER.indexOf("    - name: cloud-opus")) + "  defaultRoute: local-qwen\n";
        assertEquals(LlmKubeProblems.backendNotServed("coding-router", "local-qwen", "qwen3-coder"), refused(alone));
    }

    /// Nobody outside steps in for who is away in the house.
    @Test
    void whatOnlyAServiceMayAnswerThatIsNotServedIsRefused() {
        cluster.with(service("Ollama", "Suspended"));
        assertTrue(rule(ROUTER, "pii-stays-local").refused());
        assertTrue(rule(ROUTER, "(default)").refused());
        assertEquals(List.of(CLOUD), rule(ROUTER, "complex-to-cloud").upstreams());
        assertTrue(assertInstanceOf(Translation.Wanted.class, translated(ROUTER))
                .note()
                .startsWith("These backends are not served now, and what only they may answer gets 503: local-qwen."));
    }

    @Test
    void whatOfARouterCannotBeHadIsRefusedByName() {
        cluster.with(service("Ollama", "Ready"));
        assertEquals(
                LlmKubeProblems.noKey("coding-router", "cloud-opus", "nobody", "ANTHROPIC_API_KEY"),
                refused(ROUTER.replace("name: anthropic-key", "name: nobody")));
        assertEquals(
                ResourceProblems.unknownProvider("cloud-opus", "bedrock"),
                refused(ROUTER.replace("provider: anthropic", "provider: bedrock")));
        assertEquals(
                ResourceProblems.noEndpoint("cloud-opus", "litellm"),
                refused(ROUTER.replace("provider: anthropic", "provider: litellm")
                        .replace("        url: https://api.anthropic.com\n", "")));
        for (String field : List.of("budgets: [{name: b, scope: router, maxTokens: 1}]", "auth: {jwt: {}}")) {
            Problem problem = refused(ROUTER.replace("    auditLog:", "    " + field + "\n    auditLog:"));
            assertEquals("OPERATOR_NOT_OF_ROUTERS", problem.code().id());
            assertFalse(problem.fixes().isEmpty());
        }
    }
}
