package io.aiplat.supply.engine;

import java.nio.file.Path;

/// Trial of an engine's program: whether it starts on this machine, and what it says of itself. Who runs engines
/// brings it, for this room starts no programs.
@FunctionalInterface
public interface EngineTrial {
    /// Runs it, without a model and for seconds at most.
    ///
    /// @param program absolute path
    /// @throws io.aiplat.model.ApplianceException ENGINES_DOES_NOT_START with what it or the system said
    EngineBuild of(Path program);
}
