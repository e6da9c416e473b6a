package io.aiplat.routing.source;

import io.aiplat.routing.GatewayConfig;
import java.util.List;

/// Result of a merge: one configuration, and what is not in it.
///
/// @param config   complete and without contradiction, whatever the sources say; knows the origins of its routes
/// @param rejected parts of sources that are not served, why, and sources of which an older state is served; none of
///                 the file's parts
public record MergeResult(GatewayConfig config, List<RouteProblem> rejected) {
    public MergeResult {
        rejected = List.copyOf(rejected);
    }
}
