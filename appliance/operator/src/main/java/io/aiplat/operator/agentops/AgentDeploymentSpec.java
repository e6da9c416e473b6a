package io.aiplat.operator.agentops;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpec;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Specification of an [AgentDeployment].
///
/// @param model           that the agent asks, told to it as `MODEL`
/// @param image           of the agent's container
/// @param imagePullPolicy when the image is fetched: `Always`, `IfNotPresent` or `Never`
/// @param port            TCP port that the agent answers on; 8080 where it is not said
/// @param replicas        copies, 0 to 100; where they are scaled, at the start
/// @param autoscaling     how their number follows what is measured
/// @param config          how the model is to be asked
/// @param resources       requests and limits of a copy, as a container of Kubernetes has them
/// @param securityContext what of the hardened security context is to be otherwise, as Kubernetes has it
/// @param secrets a list of secrets with the `name` of each and the `key` of it that becomes a variable of that name;
///     or an object whose `apiKeySecret` names a secret all of whose keys become variables. In the list, `provider`
///     `external` has External Secrets bring the secret (`secretStoreRef`, `remoteRef` and `refreshInterval` as there),
///     and `vault` the Vault Secrets Operator (`mount`, `path`, `type`, `vaultAuthRef` as there)
/// @param monitoring      whether and how often its metrics are read, from `/metrics` on its port
/// @param nodeSelector    labels that its node must have
/// @param tolerations     taints that its node may have, as Kubernetes has them
@ValidationRule(
        value = "!has(self.image) || self.image.matches('^\\\\S+$')",
        fieldPath = ".image",
        message = "spec.image is the name of an image, without spaces")
@ValidationRule(
        value = "!has(self.imagePullPolicy) || self.imagePullPolicy in ['Always', 'IfNotPresent', 'Never']",
        fieldPath = ".imagePullPolicy",
        message = "spec.imagePullPolicy is Always, IfNotPresent or Never")
public record AgentDeploymentSpec(
        @Nullable String model,
        @Size(max = 1024) @Nullable String image,
        @Size(max = 16) @Nullable String imagePullPolicy,
        @Min(1) @Max(65535) @Nullable Integer port,
        @Min(0) @Max(100) @Nullable Integer replicas,
        @Nullable Autoscaling autoscaling,
        @Nullable Config config,
        @Nullable ResourceRequirements resources,
        @Nullable SecurityContext securityContext,
        @Nullable JsonNode secrets,
        @Nullable Monitoring monitoring,
        @Nullable Map<String, String> nodeSelector,
        @Nullable List<Toleration> tolerations) {

    /// Scaling.
    ///
    /// @param enabled              whether the number of copies changes by itself
    /// @param minReplicas          fewest copies
    /// @param maxReplicas          most copies
    /// @param metrics              what their number follows, as a HorizontalPodAutoscaler has it
    /// @param min                  fewest copies, in another spelling
    /// @param max                  most copies, in another spelling
    /// @param targetCPUUtilization percent of the requested CPU that a copy is to use
    @ValidationRule(
            value = "!has(self.minReplicas) || !has(self.maxReplicas) || self.minReplicas <= self.maxReplicas",
            fieldPath = ".maxReplicas",
            message = "maxReplicas is not less than minReplicas")
    @ValidationRule(
            value = "!has(self.min) || !has(self.max) || self.min <= self.max",
            fieldPath = ".max",
            message = "max is not less than min")
    public record Autoscaling(
            @Nullable Boolean enabled,
            @Min(1) @Max(100) @Nullable Integer minReplicas,
            @Min(1) @Max(100) @Nullable Integer maxReplicas,
            @Nullable List<MetricSpec> metrics,
            @Min(1) @Max(100) @Nullable Integer min,
            @Min(1) @Max(100) @Nullable Integer max,
            @Min(1) @Max(100) @Nullable Integer targetCPUUtilization) {}

    /// How the model is asked; the agent learns it from variables.
    ///
    /// @param maxTokens    most tokens of an answer, as `MAX_TOKENS`
    /// @param temperature  of the answers, as `TEMPERATURE`
    /// @param systemPrompt what the agent is told first, as `SYSTEM_PROMPT`
    public record Config(
            @Min(1) @Nullable Integer maxTokens,
            @Nullable Double temperature,
            @Nullable String systemPrompt) {}

    /// Metrics.
    ///
    /// @param enabled        whether they are read
    /// @param scrapeInterval how often, such as `30s`
    @ValidationRule(
            value = "!has(self.scrapeInterval) || self.scrapeInterval.matches('^([0-9]+(ms|s|m|h))+$')",
            fieldPath = ".scrapeInterval",
            message = "scrapeInterval is a time such as 30s")
    public record Monitoring(
            @Nullable Boolean enabled,
            @Size(max = 16) @Nullable String scrapeInterval) {}
}
