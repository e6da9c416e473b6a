package io.aiplat.cluster.delivery;

import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.net.HttpURLConnection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Kinds that a cluster serves, asked once for each group and version.
final class ServedKinds {
    private final KubernetesClient client;
    private final Map<String, List<APIResource>> asked = new HashMap<>();

    ServedKinds(KubernetesClient client) {
        this.client = client;
    }

    /// How a kind is reached; empty where the cluster has none of it.
    Optional<ResourceDefinitionContext> find(String apiVersion, String kind) {
        int slash = apiVersion.indexOf('/');
        return asked.computeIfAbsent(apiVersion, this::ask).stream()
                // What has a slash is a part of another, as its status.
                .filter(each -> each.getKind().equals(kind) && !each.getName().contains("/"))
                .findFirst()
                .map(each -> new ResourceDefinitionContext.Builder()
                        .withGroup(slash < 0 ? "" : apiVersion.substring(0, slash))
                        .withVersion(apiVersion.substring(slash + 1))
                        .withKind(kind)
                        .withPlural(each.getName())
                        .withNamespaced(Boolean.TRUE.equals(each.getNamespaced()))
                        .build());
    }

    private List<APIResource> ask(String apiVersion) {
        try {
            APIResourceList list = client.getApiResources(apiVersion);
            return list == null ? List.of() : list.getResources();
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                return List.of();
            }
            throw e;
        }
    }

    /// Asks anew: definitions were applied.
    void forget() {
        asked.clear();
    }
}
