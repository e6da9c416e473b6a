package io.aiplat.model.plan;

import io.aiplat.model.ClusterKind;
import io.aiplat.model.catalog.ImageReference;
import org.jspecify.annotations.Nullable;

/// The cluster that is wanted, in the terms every provider understands.
///
/// @param kind      never [ClusterKind#AUTO]: the planner has decided
/// @param name      of the cluster; for `existing` the way to it, in words: it has no name of ours
/// @param owner     id of this home; what does not carry it is not ours to touch
/// @param nodeImage of the node's container, for `docker`; null for others
/// @param pullImage whether the node image has to be pulled first
/// @param apiPort   of the API, for `docker` (on 127.0.0.1) and `native`
/// @param modelPort of the model engine on 127.0.0.1, for `docker`; the node port is [#MODEL_NODE_PORT], and that of
///     `native` itself
/// @param gpus      how GPUs get into the node
/// @param namespace where our objects live
public record ClusterSpec(
        ClusterKind kind,
        String name,
        String owner,
        @Nullable ImageReference nodeImage,
        boolean pullImage,
        int apiPort,
        int modelPort,
        GpuHandover gpus,
        String namespace) {
    /// The port of the model engine inside the node, from the default NodePort range.
    public static final int MODEL_NODE_PORT = 31434;

    public ClusterSpec {
        if (kind == ClusterKind.AUTO) {
            throw new IllegalArgumentException("auto is decided before a cluster is described");
        }
    }
}
