package io.aiplat.operator.reconciler;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.aiplat.operator.desired.ContainerWorkload;
import io.aiplat.operator.desired.DesiredState;
import io.aiplat.operator.desired.InferenceServer;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Sources of secrets in a cluster: resources of External Secrets and of HashiCorp's Vault Secrets Operator. Asked only
/// for a secret that is missing.
final class SecretSources {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<Kind> KINDS = List.of(
            new Kind("external-secrets.io", "v1", "ExternalSecret", "externalsecrets", "/spec/target/name"),
            new Kind("external-secrets.io", "v1beta1", "ExternalSecret", "externalsecrets", "/spec/target/name"),
            new Kind(
                    "secrets.hashicorp.com",
                    "v1beta1",
                    "VaultStaticSecret",
                    "vaultstaticsecrets",
                    "/spec/destination/name"),
            new Kind(
                    "secrets.hashicorp.com",
                    "v1beta1",
                    "VaultDynamicSecret",
                    "vaultdynamicsecrets",
                    "/spec/destination/name"));

    private SecretSources() {}

    /// A kind.
    ///
    /// @param target where it names its secret; where it does not, the secret has its own name
    private record Kind(String group, String version, String kind, String plural, String target) {
        ResourceDefinitionContext context() {
            return new ResourceDefinitionContext.Builder()
                    .withGroup(group)
                    .withVersion(version)
                    .withKind(kind)
                    .withPlural(plural)
                    .withNamespaced(true)
                    .build();
        }
    }

    /// Secrets that the containers of what is wanted take variables from.
    static Set<String> needed(List<DesiredState> states) {
        Set<String> names = new LinkedHashSet<>();
        for (DesiredState state : states) {
            ContainerWorkload workload = switch (state) {
                case ContainerWorkload one -> one;
                case InferenceServer server -> server.workload();
                default -> null;
            };
            if (workload != null) {
                names.addAll(workload.container().secrets());
                workload.container().environment().stream()
                        .map(variable -> variable.getValueFrom())
                        .filter(Objects::nonNull)
                        .map(EnvVarSource::getSecretKeyRef)
                        .filter(Objects::nonNull)
                        .forEach(reference -> names.add(reference.getName()));
            }
        }
        return names;
    }

    /// What is to bring a secret; empty where nothing is, as far as may be seen.
    static Optional<SecretSource> find(KubernetesClient client, String namespace, String secret) {
        for (Kind kind : KINDS) {
            for (GenericKubernetesResource each : list(client, kind, namespace)) {
                JsonNode node = JSON.valueToTree(each);
                String own = each.getMetadata().getName();
                if (secret.equals(node.at(kind.target).asText(own))) {
                    return Optional.of(new SecretSource(kind.kind + " " + namespace + "/" + own, reason(node)));
                }
            }
        }
        return Optional.empty();
    }

    private static List<GenericKubernetesResource> list(KubernetesClient client, Kind kind, String namespace) {
        try {
            return client.genericKubernetesResources(kind.context())
                    .inNamespace(namespace)
                    .list()
                    .getItems();
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND || e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
                return List.of();
            }
            throw e;
        }
    }

    /// Both write conditions; the first that is not true says why. Older ones of Vault's have a word alone.
    static @Nullable String reason(JsonNode resource) {
        List<String> reasons = new ArrayList<>();
        for (JsonNode condition : resource.at("/status/conditions")) {
            if (condition.path("status").asText().equals("False")) {
                reasons.add(Stream.of(
                                condition.path("reason").asText(),
                                condition.path("message").asText())
                        .filter(text -> !text.isEmpty())
                        .reduce((one, other) -> one + ": " + other)
                        .orElse(condition.path("type").asText() + " is False"));
            }
        }
        String error = resource.at("/status/error").asText();
        if (!error.isEmpty()) {
            reasons.add(error);
        }
        return reasons.isEmpty() ? null : reasons.getFirst();
    }
}
