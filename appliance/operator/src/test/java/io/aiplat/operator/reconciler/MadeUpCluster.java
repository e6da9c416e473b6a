package io.aiplat.operator.reconciler;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Made-up cluster, in which a test says what is there.
public final class MadeUpCluster implements ClusterReader {
    private final Map<String, Map<String, String>> secrets = new HashMap<>();
    private final Map<String, Map<String, String>> maps = new HashMap<>();
    private final List<HasMetadata> resources = new ArrayList<>();
    private final Map<String, SecretSource> sources = new HashMap<>();
    private long gpus;
    private int nodes = 1;

    /// With a secret.
    public MadeUpCluster secret(String namespace, String name, Map<String, String> entries) {
        secrets.put(namespace + "/" + name, entries);
        return this;
    }

    /// With a config map.
    public MadeUpCluster configMap(String namespace, String name, Map<String, String> entries) {
        maps.put(namespace + "/" + name, entries);
        return this;
    }

    /// With GPUs.
    public MadeUpCluster gpus(long count) {
        gpus = count;
        return this;
    }

    /// With as many nodes, each with the same number of GPUs.
    public MadeUpCluster nodes(int count) {
        nodes = count;
        return this;
    }

    /// With a resource.
    public MadeUpCluster with(HasMetadata resource) {
        resources.add(resource);
        return this;
    }

    @Override
    public Optional<Map<String, String>> secret(String namespace, String name) {
        return Optional.ofNullable(secrets.get(namespace + "/" + name));
    }

    /// With what is to bring a secret.
    public MadeUpCluster source(String namespace, String secret, SecretSource source) {
        sources.put(namespace + "/" + secret, source);
        return this;
    }

    @Override
    public Optional<SecretSource> source(String namespace, String secret) {
        return Optional.ofNullable(sources.get(namespace + "/" + secret));
    }

    @Override
    public Optional<Map<String, String>> configMap(String namespace, String name) {
        return Optional.ofNullable(maps.get(namespace + "/" + name));
    }

    @Override
    public <R extends HasMetadata> Optional<R> resource(Class<R> type, String namespace, String name) {
        return resources.stream()
                .filter(each -> type.isInstance(each)
                        && name.equals(each.getMetadata().getName())
                        && (each.getMetadata().getNamespace() == null
                                || namespace.equals(each.getMetadata().getNamespace())))
                .map(type::cast)
                .findFirst();
    }

    @Override
    public long gpus() {
        return gpus * nodes;
    }

    @Override
    public long gpusOfOneNode() {
        return gpus;
    }
}
