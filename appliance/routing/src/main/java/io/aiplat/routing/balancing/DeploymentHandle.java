package io.aiplat.routing.balancing;

import io.aiplat.routing.Deployment;
import io.aiplat.routing.Origin;
import io.aiplat.routing.Route;
import io.aiplat.routing.Upstream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Handle of a deployment in the present configuration: the deployment and its state.
///
/// @param alone whether nobody could be asked in its place
record DeploymentHandle(
        Route route, Deployment deployment, Upstream upstream, DeploymentState condition, boolean alone) {
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

    DeploymentStatus status(List<String> aliases, @Nullable Origin origin, long now) {
        return new DeploymentStatus(
                route.name(),
                aliases,
                origin,
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
            case CircuitBreaker.State.Closed _ -> DeploymentStatus.Health.WELL;
            case CircuitBreaker.State.Counting _ -> DeploymentStatus.Health.DOUBTFUL;
            case CircuitBreaker.State.Open _ -> DeploymentStatus.Health.PAUSED;
            case CircuitBreaker.State.HalfOpen _ -> DeploymentStatus.Health.TRYING;
        };
    }
}
