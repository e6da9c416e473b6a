package io.aiplat.routing.balancing;

import io.aiplat.routing.Deployment;
import io.aiplat.routing.Origin;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a deployment does, for metrics and a status page.
///
/// @param route     the public name
/// @param aliases   its other names, and patterns of such, in order
/// @param origin    where the route comes from; null where that is not known
/// @param free      whether the model costs nothing, whoever answers
/// @param pause     how long it is still left alone; zero where it is not
/// @param inFlight  requests that are sent
/// @param waiting   requests that wait for a place
/// @param firstByte average time until it begins to answer; zero where nothing is known
/// @param successes since it is in the plan
/// @param failures  since it is in the plan, without those that say nothing of its health
public record DeploymentStatus(
        String route,
        List<String> aliases,
        @Nullable Origin origin,
        Deployment deployment,
        boolean free,
        Health health,
        Duration pause,
        int inFlight,
        int waiting,
        Duration firstByte,
        long successes,
        long failures) {
    public DeploymentStatus {
        aliases = List.copyOf(aliases);
    }

    /// Whether it may be asked.
    public enum Health {
        /// Yes.
        WELL,
        /// Yes, though it failed lately.
        DOUBTFUL,
        /// Yes, though it did not have the model when it was asked last.
        MISSING,
        /// No, it is left alone.
        PAUSED,
        /// One request finds out.
        TRYING
    }
}
