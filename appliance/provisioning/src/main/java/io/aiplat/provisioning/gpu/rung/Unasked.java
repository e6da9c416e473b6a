package io.aiplat.provisioning.gpu.rung;

import io.aiplat.model.ClusterKind;
import io.aiplat.provisioning.gpu.ServingPlace;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Why a rung above the machine itself is not asked.
final class Unasked {
    private Unasked() {}

    private static Optional<String> nothing(@Nullable ServingPlace place) {
        if (place == null) {
            return Optional.of("nothing is installed yet: aiplat up");
        }
        return place.off()
                ? Optional.of("no GPU is wanted: gpu.use is off, or cluster.gpus 0 in somebody else's cluster")
                : Optional.empty();
    }

    /// One of the cluster; empty where it is asked.
    static Optional<String> ofCluster(@Nullable ServingPlace place) {
        return nothing(place)
                .or(() -> place != null && place.cluster() == ClusterKind.NONE
                        ? Optional.of("models compute on this machine itself, in no cluster")
                        : Optional.empty());
    }

    /// One of the node itself; empty where it is asked.
    static Optional<String> ofNode(@Nullable ServingPlace place) {
        return ofCluster(place)
                .or(() -> place != null && !place.ownNode()
                        ? Optional.of("the cluster is somebody else's; its nodes are not ours to look into")
                        : Optional.empty());
    }

    /// One of the model engine; empty where it is asked.
    static Optional<String> ofEngine(@Nullable ServingPlace place) {
        Optional<String> nothing = nothing(place);
        if (nothing.isPresent() || place == null) {
            return nothing;
        }
        return switch (place.engine()) {
            case OLLAMA -> Optional.empty();
            case EMBEDDED -> Optional.of("the built-in engine computes on processors, by design");
            case LLAMACPP, AUTO ->
                Optional.of("llama.cpp's server says only in its log what it computes on: aiplat logs worker");
        };
    }
}
