package io.aiplat.provisioning.gpu;

import io.aiplat.model.ClusterKind;
import io.aiplat.model.EngineKind;

/// Place where models compute.
///
/// @param cluster kind in use, never `auto`
/// @param engine  that runs models, never `auto`
/// @param off     whether no GPU is wanted there
public record ServingPlace(ClusterKind cluster, EngineKind engine, boolean off) {
    /// Whether a node of this home's own hands GPUs on to pods.
    public boolean ownNode() {
        return cluster == ClusterKind.DOCKER || cluster == ClusterKind.NATIVE;
    }

    /// Whether Ollama runs models in a cluster, as a pod.
    public boolean inPod() {
        return cluster != ClusterKind.NONE && engine == EngineKind.OLLAMA;
    }
}
