package io.aiplat.operator.agenticlayer;

import io.aiplat.operator.reconciler.ClusterReader;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Keys of providers, in the variables that LiteLLM takes them from: of the secret that the operator of the Agentic
/// Layer uses, and of what the resource says itself, which counts first.
final class ProviderKeys {
    private static final String USUAL = "api-key-secrets";

    private ProviderKeys() {}

    static Map<String, String> of(AiGateway resource, ClusterReader cluster) {
        String namespace = resource.getMetadata().getNamespace();
        Map<String, String> variables =
                new HashMap<>(cluster.secret(namespace, USUAL).orElse(Map.of()));
        for (EnvFromSource source : resource.getSpec().envFrom()) {
            String prefix = source.getPrefix() == null ? "" : source.getPrefix();
            entries(source, namespace, cluster).forEach((name, value) -> variables.put(prefix + name, value));
        }
        for (EnvVar variable : resource.getSpec().env()) {
            value(variable, namespace, cluster).ifPresent(value -> variables.put(variable.getName(), value));
        }
        return variables;
    }

    private static Map<String, String> entries(EnvFromSource source, String namespace, ClusterReader cluster) {
        if (source.getSecretRef() != null) {
            return cluster.secret(namespace, source.getSecretRef().getName()).orElse(Map.of());
        }
        return source.getConfigMapRef() == null
                ? Map.of()
                : cluster.configMap(namespace, source.getConfigMapRef().getName())
                        .orElse(Map.of());
    }

    private static Optional<String> value(EnvVar variable, String namespace, ClusterReader cluster) {
        EnvVarSource from = variable.getValueFrom();
        if (from == null) {
            return Optional.ofNullable(variable.getValue());
        }
        if (from.getSecretKeyRef() != null) {
            return cluster.secret(namespace, from.getSecretKeyRef().getName())
                    .map(entries -> entries.get(from.getSecretKeyRef().getKey()));
        }
        return from.getConfigMapKeyRef() == null
                ? Optional.empty()
                : cluster.configMap(namespace, from.getConfigMapKeyRef().getName())
                        .map(entries -> entries.get(from.getConfigMapKeyRef().getKey()));
    }
}
