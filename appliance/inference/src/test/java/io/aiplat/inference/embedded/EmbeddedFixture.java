package io.aiplat.inference.embedded;

import io.aiplat.host.survey.Machine;
import io.aiplat.model.Progress;
import io.aiplat.supply.BundledModel;
import io.aiplat.supply.ModelStore;
import io.aiplat.supply.folder.FolderModelStore;
import io.aiplat.supply.folder.ModelFolder;
import java.nio.file.Path;
import java.time.Duration;

/// Engines on this JVM's class path.
final class EmbeddedFixture {
    static final EmbeddedLimits LIMITS =
            new EmbeddedLimits(2, 64, Duration.ofMinutes(5), Duration.ofSeconds(60), Duration.ofSeconds(60));

    private EmbeddedFixture() {}

    static WorkerCommand command() {
        return WorkerCommand.of(System.getProperty("java.home"), System.getProperty("java.class.path"));
    }

    /// This machine.
    static LlamaHost host() {
        Machine machine = new Machine(System.getenv(), Path.of("/"));
        return new LlamaHost(machine.arch(), machine.cpuFeatures(), machine.libgomp(), machine::memoryFreeBytes);
    }

    static ModelFolder folder(Path home) {
        return new ModelFolder(home.resolve("models"));
    }

    /// The store of an engine's models.
    static ModelStore store(Path home, EmbeddedEngine engine) {
        return new FolderModelStore(folder(home), engine);
    }

    static EmbeddedEngine engine(Path home, EmbeddedLimits limits) {
        return new EmbeddedEngine(folder(home), home.resolve("tmp"), home.resolve("logs"), command(), limits, host());
    }

    /// An engine with both packed models.
    static EmbeddedEngine stocked(Path home, EmbeddedLimits limits) {
        EmbeddedEngine engine = engine(home, limits);
        ModelStore store = store(home, engine);
        BundledModel.ALL.forEach(model -> store.put(model, Progress.NONE));
        return engine;
    }
}
