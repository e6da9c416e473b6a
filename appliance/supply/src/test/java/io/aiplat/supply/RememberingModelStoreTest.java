package io.aiplat.supply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.Progress;
import io.aiplat.supply.folder.FolderModelStore;
import io.aiplat.supply.folder.ModelFolder;
import io.aiplat.supply.folder.ModelRuntime;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RememberingModelStoreTest implements ModelStoreContract {
    @TempDir
    Path home;

    private RemovedModels removed;
    private RememberingModelStore store;

    @BeforeEach
    void fill() {
        removed = new RemovedModels(home.resolve("removed-models"));
        store = new RememberingModelStore(
                new FolderModelStore(new ModelFolder(home.resolve("models")), ModelRuntime.NONE), removed);
        BundledModel.ALL.forEach(model -> store.put(model, Progress.NONE));
    }

    @Override
    public ModelStore store() {
        return store;
    }

    @Test
    void aModelOfTheJarThatWasRemovedStaysAwayUntilSomebodyAsksForIt() {
        assertEquals(Set.of(), removed.names());
        store.remove("smoke:latest");
        store.remove("smoke-embed");
        assertEquals(Set.of("smoke", "smoke-embed"), new RemovedModels(home.resolve("removed-models")).names());
        assertEquals("smoke", store.pull("smoke", Progress.NONE));
        assertEquals(Set.of("smoke-embed"), removed.names());
        assertTrue(store.stored().stream().anyMatch(model -> model.name().equals("smoke")));
    }
}
