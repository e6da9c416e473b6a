package io.aiplat.operator.reconciler;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.LongStream;

/// Reader by a client of the cluster.
final class ClientReader implements ClusterReader {
    private static final String GPU = "nvidia.com/gpu";

    private final KubernetesClient client;

    ClientReader(KubernetesClient client) {
        this.client = client;
    }

    @Override
    public Optional<Map<String, String>> secret(String namespace, String name) {
        Secret found = client.secrets().inNamespace(namespace).withName(name).get();
        if (found == null) {
            return Optional.empty();
        }
        Map<String, String> entries = new HashMap<>();
        if (found.getData() != null) {
            found.getData()
                    .forEach((key, value) ->
                            entries.put(key, new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8)));
        }
        return Optional.of(entries);
    }

    @Override
    public Optional<SecretSource> source(String namespace, String secret) {
        return SecretSources.find(client, namespace, secret);
    }

    @Override
    public Optional<Map<String, String>> configMap(String namespace, String name) {
        ConfigMap found =
                client.configMaps().inNamespace(namespace).withName(name).get();
        return Optional.ofNullable(found).map(map -> map.getData() == null ? Map.of() : map.getData());
    }

    @Override
    public <R extends HasMetadata> Optional<R> resource(Class<R> type, String namespace, String name) {
        var all = client.resources(type);
        return Optional.ofNullable(
                Namespaced.class.isAssignableFrom(type)
                        ? all.inNamespace(namespace).withName(name).get()
                        : all.withName(name).get());
    }

    @Override
    public long gpus() {
        return gpusOfNodes().sum();
    }

    @Override
    public long gpusOfOneNode() {
        return gpusOfNodes().max().orElse(0);
    }

    private LongStream gpusOfNodes() {
        return nodes().stream()
                .map(node -> node.getStatus().getAllocatable())
                .filter(Objects::nonNull)
                .map(allocatable -> allocatable.get(GPU))
                .filter(Objects::nonNull)
                .mapToLong(count -> count.getNumericalAmount().longValue());
    }

    /// None where they may not be listed, as for who is limited to a namespace.
    private List<Node> nodes() {
        try {
            return client.nodes().list().getItems();
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
                return List.of();
            }
            throw e;
        }
    }
}
