package io.aiplat.routing.choice;

import io.aiplat.routing.Deployment;
import io.aiplat.routing.Route;
import io.aiplat.routing.Upstream;
import java.util.List;

/// A deployment of a route of the present plan, and its condition.
///
/// @param alone whether nobody could be asked in its place
record Slot(Route route, Deployment deployment, Upstream upstream, Condition condition, boolean alone) {
    /// Requests that may be sent or wait at once.
    int most() {
        Integer places = deployment.maxConcurrent();
        return places == null
                ? Integer.MAX_VALUE
                : (int) Math.min(Integer.MAX_VALUE, (long) places + deployment.queue());
    }

    /// Whether a request would be sent without waiting.
    boolean hasPlace() {
        Integer places = deployment.maxConcurrent();
        return places == null || condition.claims() < places;
    }

    /// Requests for its weight, with the next one.
    double load() {
        return (condition.claims() + 1.0) / deployment.weight();
    }

    DeploymentStatus status(List<String> aliases, long now) {
        return new DeploymentStatus(
                route.name(),
                aliases,
                deployment,
                route.isFree(),
                condition.lacksModel ? DeploymentStatus.Health.MISSING : health(),
                condition.health.pause(now),
                condition.claims() - condition.waiting(),
                condition.waiting(),
                java.time.Duration.ofNanos(condition.latency.nanos()),
                condition.successes.sum(),
                condition.failures.sum());
    }

    private DeploymentStatus.Health health() {
        return switch (condition.health.state()) {
            case Health.State.Well _ -> DeploymentStatus.Health.WELL;
            case Health.State.Doubtful _ -> DeploymentStatus.Health.DOUBTFUL;
            case Health.State.Paused _ -> DeploymentStatus.Health.PAUSED;
            case Health.State.Trying _ -> DeploymentStatus.Health.TRYING;
        };
    }
}
