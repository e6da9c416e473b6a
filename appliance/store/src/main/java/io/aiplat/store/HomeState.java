package io.aiplat.store;

import io.aiplat.model.ClusterKind;
import io.aiplat.model.EngineKind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// State of a home: what was decided once and must stay so.
/// All else is looked up in the world every time.
///
/// @param owner   id of this home, random; what we make in clusters and engines carries it
/// @param madeAt  when the home was made
/// @param cluster the cluster that `up` last decided on; null before the first
/// @param engine  the model engine that `up` last decided on; null before the first
public record HomeState(
        String owner,
        Instant madeAt,
        @Nullable Cluster cluster,
        @Nullable EngineKind engine) {
    public HomeState {
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
    /// @param kubeconfig for `existing`, the file it was found through; null in homes of before 2026-12
    /// @param context    for `existing`, the context of that file; null in homes of before 2026-12
    /// @param server     for `existing`, the address of its API; for `docker`, that of the engine; null where it
    ///     was not noted
    /// @param uid        what the cluster, or the engine, calls itself for as long as it lives; null where it may
    ///     not be asked
    /// @param adopted    whether the namespace was there before, and is not ours to label or to delete
    public record Cluster(
            ClusterKind kind,
            String name,
            int apiPort,
            int modelPort,
            String namespace,
            @Nullable String kubeconfig,
            @Nullable String context,
            @Nullable String server,
            @Nullable String uid,
            boolean adopted) {
        /// A cluster that nothing is known of but how it was asked for.
        public Cluster(
                ClusterKind kind,
                String name,
                int apiPort,
                int modelPort,
                String namespace,
                @Nullable String kubeconfig,
                @Nullable String context) {
            this(kind, name, apiPort, modelPort, namespace, kubeconfig, context, null, null, false);
        }

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
    public HomeState with(@Nullable Cluster newCluster) {
        return new HomeState(owner, madeAt, newCluster, engine);
    }

    /// The same home with another model engine.
    public HomeState with(EngineKind newEngine) {
        return new HomeState(owner, madeAt, cluster, newEngine);
    }
}
