package io.aiplat.gateway.provider;

import io.aiplat.inference.chat.ServingOptions;
import io.aiplat.routing.Deployment;
import java.time.Duration;

/// Serving options of each deployment: says to engines what gateway.yaml says of it.
public final class ServingOptionsSource {
    private ServingOptionsSource() {}

    /// How a deployment wants its model served.
    public static ServingOptions of(Deployment deployment) {
        Duration keepAlive = deployment.keepAlive();
        if (deployment.context() == null && keepAlive == null) {
            return ServingOptions.USUAL;
        }
        return new ServingOptions(
                deployment.context(), Deployment.FOREVER.equals(keepAlive) ? ServingOptions.FOREVER : keepAlive);
    }
}
