package io.aiplat.engine.run;

import io.aiplat.cluster.Reach;
import io.aiplat.models.ModelEngine;

/// A model engine together with the way to it.
///
/// @param engine speaks through `reach`
/// @param reach  closed after the engine
public record OpenEngine(ModelEngine engine, Reach reach) implements AutoCloseable {
    @Override
    public void close() {
        try (reach) {
            engine.close();
        }
    }
}
