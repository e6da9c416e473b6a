package io.aiplat.model.plan;

import java.time.Duration;

/// Serve step: what is done with the process that serves.
public sealed interface ServeStep extends Step {
    /// Start the appliance process in the background. It comes up while what it serves is still coming up.
    ///
    /// @param limit how long one that was started earlier has to answer before it counts as stuck
    record StartAppliance(String listen, int port, Duration limit) implements ServeStep {
        @Override
        public String title() {
            return "Start the gateway on " + listen + ":" + port;
        }
    }

    /// Wait until the endpoint has answered that it can serve.
    record AwaitAppliance(Duration limit) implements ServeStep {
        @Override
        public String title() {
            return "Wait for the gateway";
        }
    }
}
