package io.aiplat.inference.embedded;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.aiplat.inference.ModelEngine;
import io.aiplat.inference.ModelEngineContract;
import io.aiplat.model.Problem;
import io.aiplat.supply.ModelStore;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 1, unit = TimeUnit.MINUTES)
class EmbeddedEngineIT implements ModelEngineContract {
    @TempDir
    static Path home;

    private static EmbeddedEngine engine;

    @BeforeAll
    static void start() {
        Problem problem = EmbeddedFixture.host().problem();
        assumeTrue(problem == null, () -> "llama.cpp cannot run here: " + problem);
        engine = EmbeddedFixture.stocked(home, EmbeddedFixture.LIMITS);
    }

    @AfterAll
    static void stop() {
        if (engine != null) {
            engine.close();
        }
    }

    @Override
    public ModelEngine engine() {
        return engine;
    }

    @Override
    public ModelStore store() {
        return EmbeddedFixture.store(home, engine);
    }
}
