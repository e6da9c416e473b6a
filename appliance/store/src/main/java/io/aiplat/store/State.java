package io.aiplat.store;

import io.aiplat.model.ClusterKind;
import io.aiplat.model.EngineKind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What was decided once and must stay so. All else is looked up in the world every time.
///
/// @param owner   id of this home, random; what we make in clusters and engines carries it
/// @param madeAt  when the home was made
/// @param cluster the cluster that `up` last decided on; null before the first
/// @param engine  the model engine that `up` last decided on; null before the first
public record State(
        String owner,
        Instant madeAt,
        @Nullable Cluster cluster,
        @Nullable EngineKind engine) {
    public State {
        if (owner.isBlank()) {
            throw new IllegalArgumentException("a home has an owner id");
        }
        if (engine == EngineKind.AUTO) {
            throw new IllegalArgumentException("auto is decided before it is written down");
        }
    }

    /// A cluster of ours.
    ///
    /// @param apiPort   of its API on 127.0.0.1; 0 where it has none there
    /// @param modelPort of the model engine on 127.0.0.1; 0 where it has none there
    /// @param namespace where our objects live in it
    /// @param kubeconfig for `existing`, the file it was found through; null for the usual places
    /// @param context    for `existing`, the context of that file; null for its current one
    public record Cluster(
            ClusterKind kind,
            String name,
            int apiPort,
            int modelPort,
            String namespace,
            @Nullable String kubeconfig,
            @Nullable String context) {
        public Cluster {
            if (kind == ClusterKind.AUTO) {
                throw new IllegalArgumentException("auto is decided before it is written down");
            }
            if (!isPort(apiPort) || !isPort(modelPort)) {
                throw new IllegalArgumentException("not a port: " + apiPort + " or " + modelPort);
            }
        }

        private static boolean isPort(int number) {
            return number >= 0 && number <= 65535;
        }
    }

    /// The same home with another cluster.
    public State with(@Nullable Cluster newCluster) {
        return new State(owner, madeAt, newCluster, engine);
    }

    /// The same home with another model engine.
    public State with(EngineKind newEngine) {
        return new State(owner, madeAt, cluster, newEngine);
    }
}
