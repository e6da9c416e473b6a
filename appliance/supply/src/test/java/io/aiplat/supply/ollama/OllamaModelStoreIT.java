package io.aiplat.supply.ollama;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.Progress;
import io.aiplat.supply.BundledModel;
import io.aiplat.supply.ModelDisk;
import io.aiplat.supply.ModelStore;
import io.aiplat.supply.ModelStoreContract;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 1, unit = TimeUnit.MINUTES)
class OllamaModelStoreIT implements ModelStoreContract {
    @TempDir
    static Path home;

    private static OllamaFixture server;
    private static OllamaApi api;
    private static OllamaModelStore store;

    @BeforeAll
    static void start() throws Exception {
        server = OllamaFixture.start(home);
        api = server.api(Duration.ofSeconds(30));
        store = new OllamaModelStore(api, Set.of(), ModelDisk.UNKNOWN, () -> {});
        BundledModel.ALL.forEach(model -> store.put(model, Progress.NONE));
    }

    @AfterAll
    static void stop() {
        if (api != null) {
            api.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @Override
    public ModelStore store() {
        return store;
    }

    @Test
    void refusesToPullWhatARegistryCannotGive() {
        ApplianceException e = assertThrows(
                ApplianceException.class, () -> store.pull("127.0.0.1:9/library/nothing:1", Progress.NONE));
        assertEquals("MODELS_PULL_FAILED", e.problem().code().id());
    }
}
