package io.aiplat.inference.llamacpp;

import io.aiplat.inference.process.PoolLimits;
import io.aiplat.model.Progress;
import io.aiplat.supply.BundledModel;
import io.aiplat.supply.ModelStore;
import io.aiplat.supply.folder.FolderModelStore;
import io.aiplat.supply.folder.ModelFolder;
import io.aiplat.testkit.LlamaServerBinary;
import java.nio.file.Path;
import java.time.Duration;

/// Engines over the `llama-server` of this machine.
final class LlamaServerFixture {
    private LlamaServerFixture() {}

    static LlamaServerLimits limits(int processes, int slots, Duration keepAlive) {
        return new LlamaServerLimits(new PoolLimits(processes, slots, 64, keepAlive), Duration.ofSeconds(60));
    }

    static LlamaServerCommand command(Path home) {
        return new LlamaServerCommand(LlamaServerBinary.needed(), home, System.getenv());
    }

    static ModelFolder folder(Path home) {
        return new ModelFolder(home.resolve("models"));
    }

    static ModelStore store(Path home, LlamaServerEngine engine) {
        return new FolderModelStore(folder(home), engine);
    }

    /// An engine with both packed models.
    static LlamaServerEngine stocked(Path home, LlamaServerLimits limits) {
        LlamaServerEngine engine =
                new LlamaServerEngine(folder(home), home.resolve("logs"), command(home), limits, () -> Long.MAX_VALUE);
        ModelStore store = store(home, engine);
        BundledModel.ALL.forEach(model -> store.put(model, Progress.NONE));
        return engine;
    }
}
