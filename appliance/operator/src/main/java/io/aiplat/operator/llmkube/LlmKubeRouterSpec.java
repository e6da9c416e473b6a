package io.aiplat.operator.llmkube;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Specification of an [LlmKubeRouter]. It becomes a model of the gateway that is called like the resource, with a
/// deployment for each backend and its rules.
///
/// @param backends             who may answer: 1 to 32, with different names
/// @param rules                who answers requests of which kind; the first that fits counts
/// @param defaultRoute         backend that answers what no rule fits; without one that is refused with 503
/// @param defaultRouteStrategy `Static`, or `BackendNameMatch`: a backend answers who asks for it by its name
/// @param policy               classes of data, and more
/// @param proxy                how long it waits, and for how long it leaves a backend alone
/// @param dataPlane            `Proxy` or `Gateway`; here the gateway of aiplat, which is neither
/// @param gatewayRef           gateway of Envoy; not used here
/// @param endpoint             service of a proxy; clients ask the gateway of aiplat
/// @param mcpServer            reserved in LLMKube; not used here
@ValidationRule(
        value = "self.backends.all(a, self.backends.exists_one(b, a.name == b.name))",
        fieldPath = ".backends",
        message = "spec.backends has a name twice")
@ValidationRule(
        value = "!has(self.defaultRoute) || self.backends.exists(b, b.name == self.defaultRoute)",
        fieldPath = ".defaultRoute",
        message = "spec.defaultRoute is the name of a backend")
@ValidationRule(
        value = "!has(self.rules) || self.rules.all(r, r.route.backends.all(n, self.backends.exists(b, b.name == n)))",
        fieldPath = ".rules",
        message = "spec.rules name backends that there are")
@ValidationRule(
        value = "!has(self.rules) || self.rules.all(r, !has(r.failClosed) || !r.failClosed || r.route.backends.all(n,"
                + " self.backends.all(b, b.name != n || !has(b.tier) || b.tier != 'cloud')))",
        fieldPath = ".rules",
        message = "a rule with failClosed leads to backends of the tier local only")
public record LlmKubeRouterSpec(
        @Required @Size(min = 1, max = 32) List<Backend> backends,
        @Size(max = 32) @Nullable List<Rule> rules,
        @Size(max = 63) @Nullable String defaultRoute,
        @Nullable String defaultRouteStrategy,
        @Nullable Policy policy,
        @Nullable Proxy proxy,
        @Nullable String dataPlane,
        @Nullable JsonNode gatewayRef,
        @Nullable JsonNode endpoint,
        @Nullable JsonNode mcpServer) {
    /// Who may answer.
    ///
    /// @param name                 by which rules refer to it
    /// @param displayName          name that clients ask for with `BackendNameMatch`; its name where it is not said
    /// @param inferenceServiceRef  a service of LLMKube in this namespace
    /// @param external             a server of somebody else
    /// @param tier                 `local` or `cloud`; where it is not said, its address decides
    /// @param capabilities         words that rules ask for
    /// @param timeout              until an answer begins, such as `30s`
    /// @param weight               share with the strategy `weighted`; 0 for none
    /// @param costPerMillionTokens for LLMKube's metrics; prices are in gateway.yaml here
    /// @param healthCheck          how it would be probed; here its answers tell
    @ValidationRule(
            value = "has(self.inferenceServiceRef) != has(self.external)",
            message = "a backend has either inferenceServiceRef or external")
    @ValidationRule(
            value = "!has(self.tier) || self.tier == 'local'"
                    + " || (self.tier == 'cloud' && !has(self.inferenceServiceRef))",
            fieldPath = ".tier",
            message = "tier is local or cloud, and local for an inferenceServiceRef")
    public record Backend(
            @Required @Size(min = 1, max = 63) String name,
            @Size(max = 253) @Nullable String displayName,
            @Nullable Reference inferenceServiceRef,
            @Nullable External external,
            @Size(max = 63) @Nullable String tier,
            @Size(max = 32) @Nullable List<String> capabilities,
            @Nullable String timeout,
            @Min(0) @Nullable Integer weight,
            @Nullable JsonNode costPerMillionTokens,
            @Nullable JsonNode healthCheck) {
        List<String> words() {
            return capabilities == null ? List.of() : capabilities;
        }
    }

    /// Another resource of this namespace.
    ///
    /// @param name of it
    public record Reference(@Required String name) {}

    /// A server of somebody else.
    ///
    /// @param provider             `anthropic`, `openai` or `litellm`; others are not spoken to
    /// @param model                name that it is known by there
    /// @param url                  its address; that of the provider where it is not said
    /// @param credentialsSecretRef secret with `ANTHROPIC_API_KEY`, `OPENAI_API_KEY` or `LITELLM_MASTER_KEY`
    public record External(
            @Required String provider,
            @Required String model,
            @Nullable String url,
            @Nullable Reference credentialsSecretRef) {}

    /// Who answers requests of a kind.
    ///
    /// @param name       for the header `x-aiplat-rule` and the request log
    /// @param match      what a request is like; all of it has to be true, and nothing is true of every one
    /// @param route      who answers
    /// @param failClosed whether only these answer, all of them in the house, and 503 where they cannot
    /// @param timeout    until an answer begins, such as `8s`
    public record Rule(
            @Required @Size(min = 1, max = 63) String name,
            @Nullable Match match,
            @Required Route route,
            @Nullable Boolean failClosed,
            @Nullable String timeout) {
        boolean closed() {
            return Boolean.TRUE.equals(failClosed);
        }
    }

    /// What a request is like.
    ///
    /// @param dataClassification   classes of data, of which its header names one
    /// @param headers              that it has, with exactly these values
    /// @param models               names, or their beginnings with a `*`; the gateway serves each
    /// @param requiredCapabilities words that a backend has to have to answer
    /// @param taskComplexity       value of the header `x-llmkube-task-complexity`
    /// @param latencySLOMs         a time that would be measured; not used here
    public record Match(
            @Nullable List<String> dataClassification,
            @Nullable Map<String, String> headers,
            @Nullable List<String> models,
            @Nullable List<String> requiredCapabilities,
            @Nullable String taskComplexity,
            @Nullable Integer latencySLOMs) {
        static final Match ALL = new Match(null, null, null, null, null, null);
    }

    /// Who answers.
    ///
    /// @param backends in the order in which they are asked
    /// @param strategy `primary-fallback`, `weighted`, or `shadow`, which asks the first alone here
    public record Route(
            @Required @Size(min = 1, max = 32) List<String> backends,
            @Nullable String strategy) {}

    /// What holds for all rules.
    ///
    /// @param classification how a request says of what class its data is
    /// @param budgets        not had here: keys and teams have budgets; a router with some is refused
    /// @param auth           not had here: keys are the gateway's; a router with it is refused
    /// @param auditLog       the request log is the gateway's; not used here
    public record Policy(
            @Nullable Classification classification,
            @Nullable List<JsonNode> budgets,
            @Nullable JsonNode auth,
            @Nullable JsonNode auditLog) {}

    /// Classes of data.
    ///
    /// @param headerKey                header of a request; `x-llmkube-classification` where it is not said
    /// @param mode `header-only`; with `detector` or `hybrid` a guard looks for addresses, numbers of phones, cards
    ///     and accounts besides, and keeps what it finds them in in the house
    /// @param sensitiveClassifications classes whose rules have `failClosed`; `pii` and `phi` where it is not said
    public record Classification(
            @Nullable String headerKey,
            @Nullable String mode,
            @Nullable List<String> sensitiveClassifications) {
        static final Classification USUAL = new Classification(null, null, null);
    }

    /// How it waits.
    ///
    /// @param responseHeaderTimeout until an answer begins, `120s` where it is not said
    /// @param quarantineDuration    how long a backend that failed is left alone, `15s` where it is not said
    /// @param image                 of LLMKube's proxy; not used here
    /// @param imagePullSecrets      of its pods; not used here
    /// @param nodeSelector          of its pods; not used here
    /// @param replicas              of it; not used here
    /// @param resources             of its pods; not used here
    /// @param revisionHistoryLimit  of it; not used here
    public record Proxy(
            @Nullable String responseHeaderTimeout,
            @Nullable String quarantineDuration,
            @Nullable String image,
            @Nullable JsonNode imagePullSecrets,
            @Nullable JsonNode nodeSelector,
            @Nullable Integer replicas,
            @Nullable JsonNode resources,
            @Nullable Integer revisionHistoryLimit) {}

    /// Its rules.
    List<Rule> all() {
        return rules == null ? List.of() : rules;
    }

    /// How a request says of what class its data is.
    Classification classification() {
        return policy == null || policy.classification == null ? Classification.USUAL : policy.classification;
    }
}
