package io.aiplat.operator.kserve;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.Toleration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Specification of an [InferenceService].
///
/// @param predictor   what serves the model
/// @param transformer what would change requests and answers; there is none here
/// @param explainer   what would explain answers; there is none here
@ValidationRule(
        value = "!has(self.predictor.maxReplicas) || !has(self.predictor.minReplicas)"
                + " || self.predictor.maxReplicas == 0 || self.predictor.minReplicas <= self.predictor.maxReplicas",
        fieldPath = ".predictor.minReplicas",
        message = "spec.predictor.minReplicas is at most spec.predictor.maxReplicas")
public record InferenceServiceSpec(
        @Required Predictor predictor,
        @Nullable JsonNode transformer,
        @Nullable JsonNode explainer) {
    /// What serves a model.
    ///
    /// @param model                that is served
    /// @param minReplicas          least number of copies; 0 for none as long as nobody asks for five minutes
    /// @param maxReplicas          greatest number of copies, which follows the requests
    /// @param nodeSelector         labels that its node must have
    /// @param tolerations          taints that its node may have
    /// @param scaleMetric          what KServe would count; `concurrency` is counted here, all else is not
    /// @param scaleTarget          requests at once for each copy
    /// @param containerConcurrency requests at once for each copy; not used here
    /// @param timeout              seconds for a request; the route's holds here
    /// @param serviceAccountName   account of its pods; they have none here
    /// @param imagePullSecrets     secrets of registries; not used here
    /// @param annotations          of its pods; not used here
    /// @param labels               of its pods; not used here
    /// @param deploymentStrategy   how KServe would replace copies; not used here
    public record Predictor(
            @Required Model model,
            @Min(0) @Nullable Integer minReplicas,
            @Min(0) @Nullable Integer maxReplicas,
            @Nullable Map<String, String> nodeSelector,
            @Nullable List<Toleration> tolerations,
            @Nullable String scaleMetric,
            @Nullable Integer scaleTarget,
            @Nullable Long containerConcurrency,
            @Nullable Long timeout,
            @Nullable String serviceAccountName,
            @Nullable JsonNode imagePullSecrets,
            @Nullable JsonNode annotations,
            @Nullable JsonNode labels,
            @Nullable JsonNode deploymentStrategy) {}

    /// A model.
    ///
    /// @param modelFormat     what its files are
    /// @param storageUri      where they come from: `hf://ORGANISATION/REPOSITORY`
    /// @param runtime         name of the runtime that KServe would take; vLLM and Ollama are the ones here
    /// @param protocolVersion of its API; OpenAI's here
    /// @param name            of its container; not used here
    /// @param storage         another way to say where they come from; there is none here
    /// @param args            arguments of vLLM's server besides
    /// @param env             variables of its container besides
    /// @param resources       of each copy
    public record Model(
            @Required ModelFormat modelFormat,
            @Size(max = 500) @Nullable String storageUri,
            @Nullable String runtime,
            @Nullable String protocolVersion,
            @Nullable String name,
            @Nullable JsonNode storage,
            @Nullable List<String> args,
            @Nullable List<EnvVar> env,
            @Nullable ResourceRequirements resources) {}

    /// Format of a model's files.
    ///
    /// @param name    `vLLM` or `huggingface` for vLLM; `gguf`, `llama.cpp` or `ollama` for Ollama
    /// @param version of the format; not used here
    public record ModelFormat(
            @Required String name, @Nullable String version) {}
}
