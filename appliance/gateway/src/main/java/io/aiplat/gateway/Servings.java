package io.aiplat.gateway;

import io.aiplat.models.Serving;
import io.aiplat.routing.Deployment;
import java.time.Duration;

/// Says to engines what gateway.yaml says of deployments.
public final class Servings {
    private Servings() {}

    /// How a deployment wants its model served.
    public static Serving of(Deployment deployment) {
        Duration keepAlive = deployment.keepAlive();
        if (deployment.context() == null && keepAlive == null) {
            return Serving.USUAL;
        }
        return new Serving(deployment.context(), Deployment.FOREVER.equals(keepAlive) ? Serving.FOREVER : keepAlive);
    }
}
