package io.aiplat.provisioning.run;

import io.aiplat.cluster.kubernetes.ServiceReach;
import io.aiplat.inference.ModelEngine;
import io.aiplat.supply.ModelStore;

/// A model engine together with the store of its models and the way to both.
///
/// @param engine speaks through `reach`
/// @param store  whose models the engine runs; speaks through `reach` too
/// @param reach  closed after the engine
public record OpenEngine(ModelEngine engine, ModelStore store, ServiceReach reach) implements AutoCloseable {
    @Override
    public void close() {
        try (reach) {
            engine.close();
        }
    }
}
