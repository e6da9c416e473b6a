package io.aiplat.operator.reconciler;

import io.aiplat.operator.realization.Realization;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// References of one resource to others of the operator's kinds, as they are read while it is translated: what it has
/// become is another when one of those is.
final class References implements ClusterReader {
    private final ClusterReader reader;
    private final Set<String> named = new HashSet<>();
    private final Set<Missing> missing = new LinkedHashSet<>();

    References(ClusterReader reader) {
        this.reader = reader;
    }

    /// What a resource is called among all.
    ///
    /// @param kind plural name and group
    static String name(String kind, String namespace, String name) {
        return kind + " " + namespace + "/" + name;
    }

    /// All that were asked for, whether they are there or not.
    Set<String> named() {
        return Set.copyOf(named);
    }

    @Override
    public Optional<Map<String, String>> secret(String namespace, String name) {
        Optional<Map<String, String>> found = reader.secret(namespace, name);
        if (found.isEmpty()) {
            missing.add(new Missing(namespace, name));
        }
        return found;
    }

    /// A secret that was asked for and is not there.
    record Missing(String namespace, String name) {}

    /// The first secret that was asked for, is not there, and is to be brought; what has to be waited for then.
    Optional<Realization> waiting() {
        return missing.stream()
                .flatMap(each ->
                        reader.source(each.namespace, each.name).stream().map(source -> source.waiting(each.name)))
                .findFirst();
    }

    @Override
    public Optional<SecretSource> source(String namespace, String secret) {
        return reader.source(namespace, secret);
    }

    @Override
    public Optional<Map<String, String>> configMap(String namespace, String name) {
        return reader.configMap(namespace, name);
    }

    @Override
    public <R extends HasMetadata> Optional<R> resource(Class<R> type, String namespace, String name) {
        if (CustomResource.class.isAssignableFrom(type)) {
            named.add(name(HasMetadata.getFullResourceName(type), namespace, name));
        }
        return reader.resource(type, namespace, name);
    }

    @Override
    public long gpus() {
        return reader.gpus();
    }

    @Override
    public long gpusOfOneNode() {
        return reader.gpusOfOneNode();
    }
}
