package io.aiplat.operator.llmkube;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Fields of an [LlmKubeService] by what they come to: those that only copies of llama.cpp's server can make true, and
/// those that change nothing, which a condition names.
final class ServiceFields {
    /// With one of these an answer would be another without it, or there would be none.
    private static final Map<String, Function<LlmKubeServiceSpec, @Nullable Object>> OF_COPIES = new LinkedHashMap<>();
    /// How fast copies are, and where they are.
    private static final Map<String, Function<LlmKubeServiceSpec, @Nullable Object>> OF_PODS = new LinkedHashMap<>();
    /// What nothing here makes true.
    private static final Map<String, Function<LlmKubeServiceSpec, @Nullable Object>> OF_NOBODY = new LinkedHashMap<>();

    static {
        OF_COPIES.put("cacheTypeK", LlmKubeServiceSpec::cacheTypeK);
        OF_COPIES.put("cacheTypeV", LlmKubeServiceSpec::cacheTypeV);
        OF_COPIES.put("cacheTypeCustomK", LlmKubeServiceSpec::cacheTypeCustomK);
        OF_COPIES.put("cacheTypeCustomV", LlmKubeServiceSpec::cacheTypeCustomV);
        OF_COPIES.put("metadataOverrides", LlmKubeServiceSpec::metadataOverrides);
        OF_COPIES.put("ropeScaling", LlmKubeServiceSpec::ropeScaling);
        OF_COPIES.put("reasoningBudget", LlmKubeServiceSpec::reasoningBudget);
        OF_COPIES.put("extraArgs", LlmKubeServiceSpec::extraArgs);
        OF_COPIES.put("autoscaling", LlmKubeServiceSpec::autoscaling);
        OF_COPIES.put("mode", spec -> "rerank".equals(spec.mode()) ? spec.mode() : null);
        OF_COPIES.put("image", spec -> LlamaServerCopies.isUsual(spec.image()) ? null : spec.image());
        OF_COPIES.put("replicas", spec -> LlamaServerCopies.replicas(spec) > 1 ? spec.replicas() : null);

        OF_PODS.put("image", LlmKubeServiceSpec::image);
        OF_PODS.put("resources", LlmKubeServiceSpec::resources);
        OF_PODS.put("endpoint", LlmKubeServiceSpec::endpoint);
        OF_PODS.put("parallelSlots", LlmKubeServiceSpec::parallelSlots);
        OF_PODS.put("flashAttention", LlmKubeServiceSpec::flashAttention);
        OF_PODS.put("jinja", LlmKubeServiceSpec::jinja);
        OF_PODS.put("batchSize", LlmKubeServiceSpec::batchSize);
        OF_PODS.put("uBatchSize", LlmKubeServiceSpec::uBatchSize);
        OF_PODS.put("moeCPUOffload", LlmKubeServiceSpec::moeCPUOffload);
        OF_PODS.put("moeCPULayers", LlmKubeServiceSpec::moeCPULayers);
        OF_PODS.put("noKvOffload", LlmKubeServiceSpec::noKvOffload);
        OF_PODS.put("noWarmup", LlmKubeServiceSpec::noWarmup);
        OF_PODS.put("tensorOverrides", LlmKubeServiceSpec::tensorOverrides);
        OF_PODS.put("speculativeDecoding", LlmKubeServiceSpec::speculativeDecoding);
        OF_PODS.put("env", LlmKubeServiceSpec::env);
        OF_PODS.put("nodeSelector", LlmKubeServiceSpec::nodeSelector);
        OF_PODS.put("tolerations", LlmKubeServiceSpec::tolerations);
        OF_PODS.put("runtimeClassName", LlmKubeServiceSpec::runtimeClassName);
        OF_PODS.put("securityContext", LlmKubeServiceSpec::securityContext);
        OF_PODS.put("containerPort", LlmKubeServiceSpec::containerPort);

        OF_NOBODY.put(
                "reasoningBudgetMessage",
                spec -> spec.reasoningBudget() == null ? spec.reasoningBudgetMessage() : null);
        OF_NOBODY.put("bindAddress", LlmKubeServiceSpec::bindAddress);
        OF_NOBODY.put("modelCache", LlmKubeServiceSpec::modelCache);
        OF_NOBODY.put("args", LlmKubeServiceSpec::args);
        OF_NOBODY.put("command", LlmKubeServiceSpec::command);
        OF_NOBODY.put("probeOverrides", LlmKubeServiceSpec::probeOverrides);
        OF_NOBODY.put("affinity", LlmKubeServiceSpec::affinity);
        OF_NOBODY.put("topologySpreadConstraints", LlmKubeServiceSpec::topologySpreadConstraints);
        OF_NOBODY.put("podAnnotations", LlmKubeServiceSpec::podAnnotations);
        OF_NOBODY.put("podLabels", LlmKubeServiceSpec::podLabels);
        OF_NOBODY.put("podSecurityContext", LlmKubeServiceSpec::podSecurityContext);
        OF_NOBODY.put("imagePullSecrets", LlmKubeServiceSpec::imagePullSecrets);
        OF_NOBODY.put("extraVolumes", LlmKubeServiceSpec::extraVolumes);
        OF_NOBODY.put("extraVolumeMounts", LlmKubeServiceSpec::extraVolumeMounts);
        OF_NOBODY.put("priority", LlmKubeServiceSpec::priority);
        OF_NOBODY.put("priorityClassName", LlmKubeServiceSpec::priorityClassName);
        OF_NOBODY.put("evictionProtection", LlmKubeServiceSpec::evictionProtection);
        OF_NOBODY.put("disruption", LlmKubeServiceSpec::disruption);
        OF_NOBODY.put("rolloutPolicy", LlmKubeServiceSpec::rolloutPolicy);
        OF_NOBODY.put("revisionHistoryLimit", LlmKubeServiceSpec::revisionHistoryLimit);
        OF_NOBODY.put("maxPodLifetimeSeconds", LlmKubeServiceSpec::maxPodLifetimeSeconds);
        OF_NOBODY.put("maxPodLifetimeIdleTimeoutSeconds", LlmKubeServiceSpec::maxPodLifetimeIdleTimeoutSeconds);
        OF_NOBODY.put("slo", LlmKubeServiceSpec::slo);
        OF_NOBODY.put("hotCacheMaxSize", LlmKubeServiceSpec::hotCacheMaxSize);
        OF_NOBODY.put("pagedSSDCacheDir", LlmKubeServiceSpec::pagedSSDCacheDir);
        OF_NOBODY.put("pagedSSDCacheMaxSize", LlmKubeServiceSpec::pagedSSDCacheMaxSize);
        OF_NOBODY.put("turboQuantBits", LlmKubeServiceSpec::turboQuantBits);
        OF_NOBODY.put("personaPlexConfig", LlmKubeServiceSpec::personaPlexConfig);
        OF_NOBODY.put("sglangConfig", LlmKubeServiceSpec::sglangConfig);
        OF_NOBODY.put("tgiConfig", LlmKubeServiceSpec::tgiConfig);
    }

    private ServiceFields() {}

    /// Whether only copies of llama.cpp's server make it true.
    static boolean needCopies(LlmKubeServiceSpec spec) {
        return !said(spec, OF_COPIES).isEmpty();
    }

    /// Whether a field is one of them.
    static boolean knows(String field) {
        return OF_COPIES.containsKey(field) || OF_PODS.containsKey(field) || OF_NOBODY.containsKey(field);
    }

    /// What changes nothing where Ollama serves, as a sentence; empty for nothing.
    static String unusedByOllama(LlmKubeServiceSpec spec) {
        NavigableSet<String> all = said(spec, OF_NOBODY);
        all.addAll(said(spec, OF_PODS));
        if (spec.vllmConfig() != null) {
            all.add("spec.vllmConfig");
        }
        return sentence(all, "It is served by the model engine of aiplat, for which these change nothing: ");
    }

    /// What changes nothing where copies of llama.cpp's server serve, as a sentence; empty for nothing.
    static String unusedByCopies(LlmKubeServiceSpec spec) {
        NavigableSet<String> all = said(spec, OF_NOBODY);
        if (spec.vllmConfig() != null) {
            all.add("spec.vllmConfig");
        }
        LlmKubeServiceSpec.SpeculativeDecoding guesses = spec.speculativeDecoding();
        if (guesses != null && !LlamaServerArguments.guessesAlone(guesses)) {
            all.add("spec.speculativeDecoding");
        }
        return sentence(withEndpoint(spec, all), "These change nothing here: ");
    }

    /// The same where copies of vLLM serve.
    static String unusedByVllm(LlmKubeServiceSpec spec) {
        NavigableSet<String> all = said(spec, OF_NOBODY);
        List.of(
                        "parallelSlots",
                        "flashAttention",
                        "jinja",
                        "batchSize",
                        "uBatchSize",
                        "moeCPUOffload",
                        "moeCPULayers",
                        "noKvOffload",
                        "noWarmup",
                        "tensorOverrides",
                        "speculativeDecoding",
                        "runtimeClassName",
                        "securityContext",
                        "containerPort")
                .stream()
                .filter(name -> isSaid(Objects.requireNonNull(OF_PODS.get(name)).apply(spec)))
                .forEach(name -> all.add("spec." + name));
        said(spec, OF_COPIES).stream()
                .filter(name -> !List.of("spec.autoscaling", "spec.image", "spec.replicas", "spec.extraArgs")
                        .contains(name))
                .forEach(all::add);
        return sentence(withEndpoint(spec, all), "These change nothing here: ");
    }

    private static Set<String> withEndpoint(LlmKubeServiceSpec spec, NavigableSet<String> all) {
        LlmKubeServiceSpec.Endpoint endpoint = spec.endpoint();
        if (endpoint != null && endpoint.type() != null && !endpoint.type().equals("ClusterIP")) {
            all.add("spec.endpoint.type");
        }
        if (endpoint != null && endpoint.nodePort() != null) {
            all.add("spec.endpoint.nodePort");
        }
        if (endpoint != null && endpoint.gateway() != null) {
            all.add("spec.endpoint.gateway");
        }
        return all;
    }

    private static NavigableSet<String> said(
            LlmKubeServiceSpec spec, Map<String, Function<LlmKubeServiceSpec, @Nullable Object>> fields) {
        NavigableSet<String> all = new TreeSet<>();
        fields.forEach((name, value) -> {
            if (isSaid(value.apply(spec))) {
                all.add("spec." + name);
            }
        });
        return all;
    }

    private static boolean isSaid(@Nullable Object value) {
        return value instanceof Collection<?> many ? !many.isEmpty() : value != null;
    }

    private static String sentence(Set<String> fields, String words) {
        return fields.isEmpty() ? "" : words + String.join(", ", fields) + ".";
    }
}
