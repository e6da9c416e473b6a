package io.aiplat.operator.realization;

import java.net.URI;
import java.util.Optional;

/// Gateway as pods of the cluster reach it.
@FunctionalInterface
public interface PodGateway {
    /// Its base address, with `/v1`; empty where it listens only for its own machine.
    ///
    /// @param node address of a node
    Optional<URI> url(String node);

    /// Of one that pods do not reach.
    PodGateway NONE = _ -> Optional.empty();
}
