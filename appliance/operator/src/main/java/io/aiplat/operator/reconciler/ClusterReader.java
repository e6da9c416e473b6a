package io.aiplat.operator.reconciler;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import java.util.Optional;

/// Reader of what a resource refers to. What was read is looked at again with the resource: of the operator's own
/// kinds when it has changed, of others at the latest after the usual interval.
public interface ClusterReader {
    /// Entries of a secret, as text; empty where there is none of that name.
    Optional<Map<String, String>> secret(String namespace, String name);

    /// What is to bring a secret that is missing; empty where nothing is.
    Optional<SecretSource> source(String namespace, String secret);

    /// Entries of a config map; empty where there is none of that name.
    Optional<Map<String, String>> configMap(String namespace, String name);

    /// Another resource; empty where there is none of that name.
    ///
    /// @param namespace of it; of no meaning for a kind without namespaces
    <R extends HasMetadata> Optional<R> resource(Class<R> type, String namespace, String name);

    /// GPUs that the nodes offer to pods, as their device plugin counts them
    /// (https://github.com/NVIDIA/k8s-device-plugin).
    long gpus();

    /// GPUs of the node that offers the most of them.
    long gpusOfOneNode();
}
