package io.aiplat.provisioning.run;

import io.aiplat.cluster.kubernetes.ServiceReach;
import io.aiplat.inference.ModelEngine;

/// A model engine together with the way to it.
///
/// @param engine speaks through `reach`
/// @param reach  closed after the engine
public record OpenEngine(ModelEngine engine, ServiceReach reach) implements AutoCloseable {
    @Override
    public void close() {
        try (reach) {
            engine.close();
        }
    }
}
