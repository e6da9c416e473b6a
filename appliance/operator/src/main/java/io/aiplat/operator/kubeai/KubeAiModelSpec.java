package io.aiplat.operator.kubeai;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Specification of a [KubeAiModel]. A model of Hugging Face with the engine `VLLM` is served by copies of vLLM where
/// nodes offer GPUs. All others are served by Ollama, which loads each when it is asked for; of what is said of pods,
/// only whether and when the last one goes says when it is unloaded.
///
/// @param url                   source of the model: `ollama://NAME` or `hf://ORGANISATION/REPOSITORY`
/// @param engine what KubeAI would serve it with: `OLlama` or `VLLM`; others serve what no engine here does
/// @param features              what it is for: `TextGeneration`, `TextEmbedding`
/// @param resourceProfile       resources of its pods: `NAME:COUNT`; of a name with `gpu` in it, the GPUs of each
/// @param cacheProfile          cache of its files
/// @param minReplicas           least number of its pods; 0, which is what holds where nothing is said, for none as
///     long as nobody asks: the first request waits until one is started
/// @param maxReplicas           greatest number of its pods; none for as many as are asked for
/// @param replicas              number of its pods at the start
/// @param autoscalingDisabled   whether that number stays
/// @param targetRequests        requests at once for each pod
/// @param scaleDownDelaySeconds seconds in which fewer pods have to do before there are fewer
/// @param loadBalancing         how its pods are chosen
/// @param adapters              adapters of its weights; none are served here
/// @param args                  arguments of its server
/// @param env                   variables of its pods
/// @param envFrom               sources of variables of its pods
/// @param files                 files of its pods
/// @param image                 image of its pods
/// @param owner                 owner that a list of models shows
/// @param priorityClassName     priority class of its pods
@ValidationRule(
        value = "self.url.matches('^(ollama|hf|pvc|s3|gs|oss)://.+$')",
        fieldPath = ".url",
        message = "spec.url begins with ollama:// or hf://")
@ValidationRule(
        value = "!has(self.maxReplicas) || !has(self.minReplicas) || self.minReplicas <= self.maxReplicas",
        fieldPath = ".minReplicas",
        message = "spec.minReplicas is at most spec.maxReplicas")
public record KubeAiModelSpec(
        @Required String url,
        @Required String engine,
        @Nullable List<String> features,
        @Nullable String resourceProfile,
        @Nullable String cacheProfile,
        @Min(0) @Nullable Integer minReplicas,
        @Min(1) @Nullable Integer maxReplicas,
        @Nullable Integer replicas,
        @Nullable Boolean autoscalingDisabled,
        @Min(1) @Default("100") @Nullable Integer targetRequests,
        @Default("30") @Nullable Long scaleDownDelaySeconds,
        @Nullable JsonNode loadBalancing,
        @Nullable List<JsonNode> adapters,
        @Nullable List<String> args,
        @Nullable JsonNode env,
        @Nullable JsonNode envFrom,
        @Nullable JsonNode files,
        @Nullable String image,
        @Nullable String owner,
        @Nullable String priorityClassName) {}
