package io.aiplat.launcher.command;

import io.aiplat.launcher.Surroundings;
import io.aiplat.launcher.render.Output;

/// What every command is given: the process around it, the global options, and where its answer goes.
public final class Invocation {
    private final Surroundings surroundings;
    private final GlobalOptions options;

    Invocation(Surroundings surroundings, GlobalOptions options) {
        this.surroundings = surroundings;
        this.options = options;
    }

    /// The process this command runs in.
    public Surroundings surroundings() {
        return surroundings;
    }

    /// Where the answer goes, in the format that `-o` asks for.
    public Output output() {
        return new Output(surroundings.out(), surroundings.err(), options.format == GlobalOptions.Format.JSON);
    }
}
