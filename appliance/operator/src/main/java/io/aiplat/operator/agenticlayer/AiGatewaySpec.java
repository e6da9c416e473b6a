package io.aiplat.operator.agenticlayer;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Specification of an [AiGateway]. There is one gateway here, which serves the models of all of them.
///
/// @param aiGatewayClassName class that it is of; any is taken
/// @param aiModels           models that it serves
/// @param port               port of a gateway of its own, which there is not
/// @param guardrails         guards that look at every request and answer
/// @param env                variables, of which the keys of providers are taken
/// @param envFrom            sources of such
/// @param commonMetadata     labels and annotations of what would be made for it
/// @param podMetadata        labels and annotations of its pods
public record AiGatewaySpec(
        @Nullable String aiGatewayClassName,
        @Required @Size(min = 1, max = 256) List<AiModel> aiModels,
        @Min(1) @Max(65535) @Default("80") @Nullable Integer port,
        @Size(max = 16) List<Reference> guardrails,
        List<EnvVar> env,
        List<EnvFromSource> envFrom,
        @Nullable JsonNode commonMetadata,
        @Nullable JsonNode podMetadata) {
    public AiGatewaySpec {
        // Kubernetes leaves out what is empty.
        aiModels = List.copyOf(aiModels);
        guardrails = guardrails == null ? List.of() : List.copyOf(guardrails);
        env = env == null ? List.of() : List.copyOf(env);
        envFrom = envFrom == null ? List.of() : List.copyOf(envFrom);
    }

    /// A model.
    ///
    /// @param name     name of the model at its provider, and the one that clients ask for
    /// @param provider provider, by LiteLLM's word: `ollama`, `openai`, `anthropic`, `mistral`
    public record AiModel(
            @Required @Size(min = 1, max = 253) String name,
            @Required @Size(min = 1, max = 63) String provider) {}

    /// A reference to a resource.
    ///
    /// @param name      name of the resource
    /// @param namespace namespace that it is in; without one that of the resource which refers to it
    public record Reference(
            @Required @Size(min = 1, max = 253) String name,
            @Size(max = 63) @Nullable String namespace) {
        /// The namespace that is meant.
        String in(String own) {
            return namespace == null ? own : namespace;
        }
    }
}
