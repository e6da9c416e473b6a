package io.aiplat.cluster.kubernetes;

import java.util.Map;

/// How what is ours is told from what is not.
public final class Owner {
    /// Label of engine objects: the home that made them.
    public static final String ENGINE_LABEL = "io.aiplat.owner";

    /// Label of engine objects: the cluster they belong to.
    public static final String ENGINE_CLUSTER = "io.aiplat.cluster";

    /// Label of Kubernetes objects: the home that made them.
    public static final String LABEL = "aiplat.io/owner";

    /// Label of Kubernetes objects: the bundle that brought them.
    public static final String BUNDLE = "aiplat.io/bundle";

    /// Label of Kubernetes objects, as other tools show it.
    public static final String MANAGED_BY = "app.kubernetes.io/managed-by";

    private Owner() {}

    /// For what is made in a container engine.
    public static Map<String, String> engineLabels(String owner, String cluster) {
        return Map.of(ENGINE_LABEL, owner, ENGINE_CLUSTER, cluster);
    }

    /// For what a bundle brings.
    public static Map<String, String> labels(String owner, String bundle) {
        return Map.of(LABEL, owner, MANAGED_BY, "aiplat", BUNDLE, bundle);
    }

    /// For what is made in Kubernetes.
    public static Map<String, String> labels(String owner) {
        return Map.of(LABEL, owner, MANAGED_BY, "aiplat");
    }
}
